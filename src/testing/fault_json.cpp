// Reads and writes faults as JSON.
#include "testing/fault_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/json_reader.h"
#include "base/names.h"
#include "base/text.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonMismatch;
using internal::JsonReader;
using internal::JsonValue;
using internal::JsonWriter;
using internal::Names;
using std::chrono::milliseconds;

// Long enough for any test; added to a time it does not overflow.
constexpr milliseconds kMaxDuration = std::chrono::hours{24 * 366};
constexpr int kMaxTimes = 1'000'000;

constexpr Names<FaultPoint, 6> kPoints{{
    {FaultPoint::kAccept, "accept"},
    {FaultPoint::kRequestStart, "request_start"},
    {FaultPoint::kRequestRead, "request_read"},
    {FaultPoint::kResponseHeaders, "response_headers"},
    {FaultPoint::kResponseBody, "response_body"},
    {FaultPoint::kResponseEnd, "response_end"},
}};

constexpr Names<FaultAction, 5> kActions{{
    {FaultAction::kContinue, "continue"},
    {FaultAction::kClose, "close"},
    {FaultAction::kReset, "reset"},
    {FaultAction::kCloseWithoutNotify, "close_without_notify"},
    {FaultAction::kSilence, "silence"},
}};

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

std::optional<milliseconds> ReadMilliseconds(JsonReader& reader, const char* name) {
  const JsonValue* const found = reader.Find(name);
  if (found == nullptr) return std::nullopt;
  const auto count = found->Integer();
  if (count && *count >= 0 && *count <= kMaxDuration.count()) return milliseconds{*count};
  reader.Report(name, "milliseconds, at most 366 days");
  return std::nullopt;
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

void ReadHeaders(JsonReader& reader, std::vector<std::pair<std::string, std::string>>& headers) {
  const JsonValue* const found = reader.Find("headers");
  if (found == nullptr) return;
  if (found->type != JsonValue::Type::kObject) return reader.Report("headers", "an object of strings");
  for (const JsonValue& member : found->values) {
    if (!IsHeader(member)) {
      reader.Report("headers", "an object of header names and their values, strings without line breaks");
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
  ReadHeaders(reader, response.headers);
  // A JSON body may be given as JSON.
  if (const JsonValue* const body = reader.Find("body")) {
    response.body =
        body->type == JsonValue::Type::kString ? body->text : std::move(JsonWriter().Value(*body)).Take();
  }
  response.raw = reader.String("raw");
  RefuseUnknownMembers(value, reader, {"status", "error_type", "message", "headers", "body", "raw"});
  return response;
}

FaultSpec ReadFault(JsonValue& value, const std::string& path) {
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(value, path, mismatch);
  QueuedFault queued;
  Fault& fault = queued.fault;
  if (JsonValue* const response = reader.Find("response")) {
    fault.response = ReadResponse(*response, reader.PathOf("response"));
  }
  ReadOneOf(reader, "at", kPoints, fault.at);
  fault.delay = ReadMilliseconds(reader, "delay_ms").value_or(fault.delay);
  ReadOneOf(reader, "then", kActions, fault.then);
  fault.byte_interval = ReadMilliseconds(reader, "byte_interval_ms").value_or(fault.byte_interval);

  OngoingFault ongoing;
  const JsonValue* const share = reader.Find("share");
  if (share != nullptr) {
    if (share->type != JsonValue::Type::kNumber) reader.Report("share", "a number from 0 to 1");
    ongoing.share = share->number;
  }
  const auto begins_after = ReadMilliseconds(reader, "begins_after_ms");
  ongoing.begins_after = begins_after.value_or(ongoing.begins_after);
  ongoing.lasts = ReadMilliseconds(reader, "lasts_ms");

  const auto times = reader.Integer("times", 1, kMaxTimes);
  queued.times = static_cast<int>(times.value_or(queued.times));
  RefuseUnknownMembers(value, reader,
                       {"response", "at", "delay_ms", "then", "byte_interval_ms", "share", "begins_after_ms",
                        "lasts_ms", "times"});
  if (share == nullptr && !begins_after && !ongoing.lasts) return queued;
  if (times)
    Refuse(reader.PathOf("times"), "must be absent for an ongoing fault, which applies until it ends");
  ongoing.fault = std::move(fault);
  CheckRanges(ongoing);
  return ongoing;
}

void WriteResponse(JsonWriter& json, const Response& response) {
  json.BeginObject().Key("status").Raw(std::to_string(response.status));
  if (!response.error_type.empty()) json.Key("error_type").String(AsText(response.error_type));
  if (!response.message.empty()) json.Key("message").String(AsText(response.message));
  if (!response.headers.empty()) {
    json.Key("headers").BeginObject();
    for (const auto& [name, value] : response.headers) json.Key(AsText(name)).String(AsText(value));
    json.EndObject();
  }
  if (response.body) json.Key("body").String(AsText(*response.body));
  if (response.raw) json.Key("raw").String(AsText(*response.raw));
  json.EndObject();
}

void WriteMilliseconds(JsonWriter& json, const char* name, milliseconds time) {
  json.Key(name).Raw(std::to_string(time.count()));
}

}  // namespace

std::string AsText(std::string_view bytes) {
  return internal::IsUtf8(bytes) ? std::string(bytes) : internal::Printable(bytes, 4 * bytes.size());
}

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

void WriteFault(JsonWriter& json, const OngoingFault& ongoing) {
  const Fault& fault = ongoing.fault;
  json.BeginObject();
  if (fault.response) WriteResponse(json.Key("response"), *fault.response);
  json.Key("at").String(internal::FindName(kPoints, fault.at));
  if (fault.delay.count() > 0) WriteMilliseconds(json, "delay_ms", fault.delay);
  json.Key("then").String(internal::FindName(kActions, fault.then));
  if (fault.byte_interval.count() > 0) WriteMilliseconds(json, "byte_interval_ms", fault.byte_interval);
  std::array<char, 32> share{};
  const auto end = std::to_chars(share.data(), share.data() + share.size(), ongoing.share).ptr;
  json.Key("share").Raw({share.data(), end});
  WriteMilliseconds(json, "begins_after_ms", ongoing.begins_after);
  if (ongoing.lasts) WriteMilliseconds(json, "lasts_ms", *ongoing.lasts);
  json.EndObject();
}

void CheckRanges(const OngoingFault& fault) {
  const auto fits = [](milliseconds time) { return time >= milliseconds{0} && time <= kMaxDuration; };
  if (!(fault.share >= 0 && fault.share <= 1)) Refuse("share", "must be a number from 0 to 1");
  if (!fits(fault.begins_after)) Refuse("begins_after", "must be from 0 to 366 days");
  if (fault.lasts && !fits(*fault.lasts)) Refuse("lasts", "must be from 0 to 366 days");
}

}  // namespace lookoutvision::testing
