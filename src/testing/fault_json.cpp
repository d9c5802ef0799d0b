// Reads faults as JSON.
#include "testing/fault_json.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/json_reader.h"
#include "base/names.h"
#include "base/text.h"
#include "testing/fault_check.h"
#include "testing/fault_names.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonMismatch;
using internal::JsonReader;
using internal::JsonValue;
using internal::JsonWriter;
using internal::Names;
using std::chrono::milliseconds;

[[noreturn]] void Refuse(const std::string& what, const std::string& why) {
  throw std::invalid_argument(what + ' ' + why);
}

void RefuseMismatch(const JsonReader& reader) {
  if (const auto& wrong = reader.mismatch()) Refuse(wrong->path, "must be " + wrong->expected);
}

/// If a member were ignored, a test could pass without its fault.
void RefuseUnknownMembers(const JsonValue& object, const JsonReader& reader,
                          std::initializer_list<std::string_view> known) {
  RefuseMismatch(reader);
  for (const JsonValue& member : object.values) {
    if (std::ranges::find(known, member.name) == known.end()) {
      Refuse(internal::Printable(reader.PathOf(member.name), 128), "is not a known member");
    }
  }
}

std::optional<milliseconds> MillisecondsOf(const JsonValue& value) {
  const auto count = value.Integer();
  if (!count || *count < 0 || *count > kMaxFaultDuration.count()) return std::nullopt;
  return milliseconds{*count};
}

std::optional<milliseconds> ReadMilliseconds(JsonReader& reader, const char* name) {
  const JsonValue* const found = reader.Find(name);
  if (found == nullptr) return std::nullopt;
  const auto time = MillisecondsOf(*found);
  if (!time) reader.Report(name, "milliseconds, at most 366 days");
  return time;
}

// The member of that name if it is the only one.
const JsonValue* FindOnly(const JsonValue& object, std::string_view name) {
  return object.values.size() == 1 ? object.Find(name) : nullptr;
}

std::optional<FaultDelay> DelayOf(const JsonValue& value) {
  if (const auto fixed = MillisecondsOf(value)) return fixed;
  if (const auto* const uniform = FindOnly(value, "uniform")) {
    if (uniform->type != JsonValue::Type::kArray || uniform->values.size() != 2) return std::nullopt;
    const auto least = MillisecondsOf(uniform->values[0]);
    const auto most = MillisecondsOf(uniform->values[1]);
    if (least && most) return UniformDelay{.least = *least, .most = *most};
  } else if (const auto* const lognormal = FindOnly(value, "lognormal")) {
    const auto* const sigma = lognormal->values.size() == 2 ? lognormal->Find("sigma") : nullptr;
    const auto* const median = lognormal->Find("median");
    if (!sigma || !median || sigma->type != JsonValue::Type::kNumber) return std::nullopt;
    if (const auto time = MillisecondsOf(*median)) {
      return LognormalDelay{.median = *time, .sigma = sigma->number};
    }
  }
  return std::nullopt;
}

void ReadDelay(JsonReader& reader, FaultDelay& delay) {
  const JsonValue* const found = reader.Find("delay_ms");
  if (found == nullptr) return;
  const auto read = DelayOf(*found);
  if (read && IsInRange(*read)) {
    delay = *read;
  } else {
    reader.Report("delay_ms",
                  "milliseconds, at most 366 days, {\"uniform\": [100, 300]} with the least first, or "
                  "{\"lognormal\": {\"median\": 200, \"sigma\": 0.5}} with a sigma from 0 to 10");
  }
}

template <typename E, std::size_t N>
void ReadOneOf(JsonReader& reader, const char* name, const Names<E, N>& names, E& value) {
  const JsonValue* const found = reader.Find(name);
  if (found == nullptr) return;
  std::string all;
  for (const auto& [one, text] : names) {
    if (found->type == JsonValue::Type::kString && found->text == text) {
      value = one;
      return;
    }
    all.append(all.empty() ? "" : ", ").append(text);
  }
  reader.Report(name, "one of " + all);
}

bool IsHeader(const JsonValue& member) {
  return member.type == JsonValue::Type::kString && !member.name.empty() &&
         std::ranges::all_of(member.name, internal::IsTokenCharacter) &&
         !internal::HasControlCharacters(member.text);
}

void ReadHeaders(JsonReader& reader, const char* name,
                 std::vector<std::pair<std::string, std::string>>& headers) {
  const JsonValue* const found = reader.Find(name);
  if (found == nullptr) return;
  if (found->type != JsonValue::Type::kObject) return reader.Report(name, "an object of strings");
  for (const JsonValue& member : found->values) {
    if (!IsHeader(member)) {
      reader.Report(name, "an object of header names and their values, strings without line breaks");
    }
    headers.emplace_back(member.name, member.text);
  }
}

Response ReadResponse(JsonValue& value, const std::string& path) {
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(value, path, mismatch);
  Response response;
  if (const auto status = reader.Integer("status", 100, 999)) response.status = static_cast<int>(*status);
  response.error_type = reader.String("error_type").value_or("");
  if (internal::HasControlCharacters(response.error_type)) {
    Refuse(reader.PathOf("error_type"), "must not contain control characters");
  }
  response.message = reader.String("message").value_or("");
  ReadHeaders(reader, "headers", response.headers);
  // A JSON body may be given as JSON.
  if (const JsonValue* const body = reader.Find("body")) {
    response.body =
        body->type == JsonValue::Type::kString ? body->text : std::move(JsonWriter().Value(*body)).Take();
  }
  response.raw = reader.String("raw");
  RefuseUnknownMembers(value, reader, {"status", "error_type", "message", "headers", "body", "raw"});
  return response;
}

FaultMatch ReadMatch(JsonValue& value, const std::string& path) {
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(value, path, mismatch);
  FaultMatch match;
  for (const auto& [name, member] :
       {std::pair{"operation", &match.operation}, std::pair{"project", &match.project},
        std::pair{"component", &match.component}, std::pair{"access_key", &match.access_key}}) {
    const auto text = reader.String(name);
    // In code an empty text is an absent one; here it is a mistake.
    if (text && text->empty()) reader.Report(name, "a string that is not empty");
    *member = text.value_or("");
  }
  ReadHeaders(reader, "header", match.header);
  match.nth_call = static_cast<int>(reader.Integer("nth_call", 1, kMaxFaultCount).value_or(0));
  match.nth_attempt = static_cast<int>(reader.Integer("nth_attempt", 1, kMaxFaultCount).value_or(0));
  RefuseUnknownMembers(
      value, reader,
      {"operation", "project", "component", "access_key", "header", "nth_call", "nth_attempt"});
  return match;
}

FaultSpec ReadFault(JsonValue& value, const std::string& path) {
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(value, path, mismatch);
  QueuedFault queued;
  Fault& fault = queued.fault;
  if (JsonValue* const response = reader.Find("response")) {
    fault.response = ReadResponse(*response, reader.PathOf("response"));
  }
  ReadOneOf(reader, "at", kFaultPoints, fault.at);
  ReadDelay(reader, fault.delay);
  ReadOneOf(reader, "then", kFaultActions, fault.then);
  fault.byte_interval = ReadMilliseconds(reader, "byte_interval_ms").value_or(fault.byte_interval);
  fault.bytes_per_second =
      static_cast<int>(reader.Integer("bytes_per_second", 1, kMaxBytesPerSecond).value_or(0));
  if (JsonValue* const match = reader.Find("match")) {
    fault.match = ReadMatch(*match, reader.PathOf("match"));
  }

  OngoingFault ongoing;
  const JsonValue* const share = reader.Find("share");
  if (share != nullptr) {
    if (share->type != JsonValue::Type::kNumber) reader.Report("share", "a number from 0 to 1");
    ongoing.share = share->number;
  }
  const auto begins_after = ReadMilliseconds(reader, "begins_after_ms");
  ongoing.begins_after = begins_after.value_or(ongoing.begins_after);
  ongoing.lasts = ReadMilliseconds(reader, "lasts_ms");

  const auto times = reader.Integer("times", 1, kMaxFaultCount);
  queued.times = static_cast<int>(times.value_or(queued.times));
  RefuseUnknownMembers(value, reader,
                       {"response", "at", "delay_ms", "then", "byte_interval_ms", "bytes_per_second", "match",
                        "share", "begins_after_ms", "lasts_ms", "times"});
  if (share == nullptr && !begins_after && !ongoing.lasts) {
    CheckRanges(fault, path);
    return queued;
  }
  if (times)
    Refuse(reader.PathOf("times"), "must be absent for an ongoing fault, which applies until it ends");
  ongoing.fault = std::move(fault);
  CheckRanges(ongoing, path);
  return ongoing;
}

}  // namespace

std::vector<FaultSpec> ReadFaults(std::string_view text) {
  auto root = internal::ParseJson(text, text.size());
  if (!root) Refuse("the body", root.problem());
  std::vector<FaultSpec> faults;
  if (root->type != JsonValue::Type::kArray) {
    faults.push_back(ReadFault(*root, "fault"));
    return faults;
  }
  for (std::size_t i = 0; i < root->values.size(); ++i) {
    faults.push_back(ReadFault(root->values[i], "fault[" + std::to_string(i) + ']'));
  }
  return faults;
}

}  // namespace lookoutvision::testing
