// Faults as JSON; see fault_json.h.
#include "testing/fault_json.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "testing/json_document.h"

namespace lookoutvision::testing {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

// Far enough for any test, and no sum of it with a time overflows.
constexpr milliseconds kLongest = std::chrono::hours{24 * 366};
constexpr int kMostTimes = 1'000'000;

constexpr std::array<std::pair<std::string_view, FaultPoint>, 6> kPoints{{
    {"accept", FaultPoint::kAccept},
    {"request_start", FaultPoint::kRequestStart},
    {"request_read", FaultPoint::kRequestRead},
    {"answer_headers", FaultPoint::kAnswerHeaders},
    {"answer_body", FaultPoint::kAnswerBody},
    {"answer_end", FaultPoint::kAnswerEnd},
}};

constexpr std::array<std::pair<std::string_view, FaultAction>, 5> kActions{{
    {"go_on", FaultAction::kGoOn},
    {"close", FaultAction::kClose},
    {"reset", FaultAction::kReset},
    {"cut_off", FaultAction::kCutOff},
    {"silence", FaultAction::kSilence},
}};

[[noreturn]] void Refuse(const std::string& what, const std::string& why) {
  throw std::invalid_argument(what + ' ' + why);
}

/// Reads the members of one object, and refuses those that it was not asked for.
class Members {
 public:
  Members(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object_.is_object()) Refuse(path_, "must be an object");
  }

  const Json* Find(std::string_view name) {
    known_.push_back(name);
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  std::string PathOf(std::string_view name) const { return path_ + '.' + std::string(name); }

  void Read(std::string_view name, std::string& text) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    if (!found->is_string()) Refuse(PathOf(name), "must be a string");
    text = found->get<std::string>();
  }

  void Read(std::string_view name, std::optional<std::string>& text) {
    std::string present;
    Read(name, present);
    if (Find(name) != nullptr) text = std::move(present);
  }

  void Read(std::string_view name, int& number, int min, int max) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    const bool fits =
        found->is_number_integer() && found->get<std::int64_t>() >= min && found->get<std::int64_t>() <= max;
    if (!fits)
      Refuse(PathOf(name), "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
    number = found->get<int>();
  }

  void Read(std::string_view name, milliseconds& time) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    const bool fits = found->is_number_unsigned() &&
                      found->get<std::uint64_t>() <= static_cast<std::uint64_t>(kLongest.count());
    if (!fits) Refuse(PathOf(name), "must be milliseconds, at most those of 366 days");
    time = milliseconds{found->get<std::int64_t>()};
  }

  template <typename Names, typename E>
  void ReadOneOf(std::string_view name, const Names& names, E& value) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    std::string all;
    for (const auto& [text, one] : names) {
      if (*found == text) {
        value = one;
        return;
      }
      all.append(all.empty() ? "" : ", ").append(text);
    }
    Refuse(PathOf(name), "must be one of " + all);
  }

  /// Call it when everything known was read.
  void RefuseOthers() const {
    for (const auto& [name, unused] : object_.items()) {
      if (std::ranges::find(known_, name) == known_.end()) {
        Refuse(internal::Printable(PathOf(name), 128), "is no member that is known here");
      }
    }
  }

 private:
  const Json& object_;
  std::string path_;
  std::vector<std::string_view> known_;
};

void ReadHeaders(Members& members, std::vector<std::pair<std::string, std::string>>& headers) {
  const Json* const found = members.Find("headers");
  if (found == nullptr) return;
  const std::string path = members.PathOf("headers");
  if (!found->is_object()) Refuse(path, "must be an object of strings");
  for (const auto& [name, value] : found->items()) {
    const bool is_header = value.is_string() && !name.empty() &&
                           std::ranges::all_of(name, internal::IsTokenCharacter) &&
                           !internal::HasControlCharacters(value.get<std::string>());
    if (!is_header)
      Refuse(path, "must be an object of header names and their values, strings without line breaks");
    headers.emplace_back(name, value.get<std::string>());
  }
}

Answer ReadAnswer(const Json& value, const std::string& path) {
  Members members(value, path);
  Answer answer;
  members.Read("status", answer.status, 100, 999);
  members.Read("error_type", answer.error_type);
  if (internal::HasControlCharacters(answer.error_type)) {
    Refuse(members.PathOf("error_type"), "holds control characters");
  }
  members.Read("message", answer.message);
  ReadHeaders(members, answer.headers);
  // A JSON body is most easily written as JSON.
  if (const Json* const body = members.Find("body")) {
    answer.body = body->is_string() ? body->get<std::string>() : body->dump();
  }
  members.Read("raw", answer.raw);
  members.RefuseOthers();
  return answer;
}

FaultOrder ReadFault(const Json& value, const std::string& path) {
  Members members(value, path);
  QueuedFault queued;
  Fault& fault = queued.fault;
  if (const Json* const answer = members.Find("answer"))
    fault.answer = ReadAnswer(*answer, members.PathOf("answer"));
  members.ReadOneOf("at", kPoints, fault.at);
  members.Read("delay_ms", fault.delay);
  members.ReadOneOf("then", kActions, fault.then);
  members.Read("byte_interval_ms", fault.byte_interval);

  StandingFault standing;
  const Json* const share = members.Find("share");
  if (share != nullptr) {
    if (!share->is_number()) Refuse(members.PathOf("share"), "must be a number from 0 to 1");
    standing.share = share->get<double>();
  }
  members.Read("begins_after_ms", standing.begins_after);
  if (members.Find("lasts_ms") != nullptr) members.Read("lasts_ms", standing.lasts.emplace());
  const bool stands = share != nullptr || members.Find("begins_after_ms") != nullptr || standing.lasts;

  const bool counts = members.Find("times") != nullptr;
  members.Read("times", queued.times, 1, kMostTimes);
  members.RefuseOthers();
  if (!stands) return queued;
  if (counts) Refuse(members.PathOf("times"), "is not for a fault that stands: it strikes until it ends");
  standing.fault = std::move(fault);
  CheckRanges(standing);
  return standing;
}

template <typename Names, typename E>
std::string_view NameOf(const Names& names, E value) {
  for (const auto& [text, one] : names) {
    if (one == value) return text;
  }
  return "unknown";
}

/// As it is where it is text, else made so.
std::string TextOf(const std::string& bytes) {
  return internal::IsUtf8(bytes) ? bytes : internal::Printable(bytes, 4 * bytes.size());
}

nlohmann::ordered_json ToJson(const Answer& answer) {
  nlohmann::ordered_json json = {{"status", answer.status}};
  if (!answer.error_type.empty()) json["error_type"] = TextOf(answer.error_type);
  if (!answer.message.empty()) json["message"] = TextOf(answer.message);
  for (const auto& [name, value] : answer.headers) json["headers"][TextOf(name)] = TextOf(value);
  if (answer.body) json["body"] = TextOf(*answer.body);
  if (answer.raw) json["raw"] = TextOf(*answer.raw);
  return json;
}

}  // namespace

std::vector<FaultOrder> ReadFaults(std::string_view text) {
  std::string why;
  const auto root = ParseDocument(text, why);
  if (!root) Refuse("the body", why);
  std::vector<FaultOrder> faults;
  if (!root->is_array()) {
    faults.push_back(ReadFault(*root, "fault"));
    return faults;
  }
  for (std::size_t i = 0; i < root->size(); ++i) {
    faults.push_back(ReadFault((*root)[i], "fault[" + std::to_string(i) + ']'));
  }
  return faults;
}

nlohmann::ordered_json ToJson(const StandingFault& standing) {
  const Fault& fault = standing.fault;
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (fault.answer) json["answer"] = ToJson(*fault.answer);
  json["at"] = NameOf(kPoints, fault.at);
  if (fault.delay.count() > 0) json["delay_ms"] = fault.delay.count();
  json["then"] = NameOf(kActions, fault.then);
  if (fault.byte_interval.count() > 0) json["byte_interval_ms"] = fault.byte_interval.count();
  json["share"] = standing.share;
  json["begins_after_ms"] = standing.begins_after.count();
  if (standing.lasts) json["lasts_ms"] = standing.lasts->count();
  return json;
}

void CheckRanges(const StandingFault& fault) {
  const auto fits = [](milliseconds time) { return time >= milliseconds{0} && time <= kLongest; };
  if (!(fault.share >= 0 && fault.share <= 1)) Refuse("share", "must be a number from 0 to 1");
  if (!fits(fault.begins_after)) Refuse("begins_after", "must be from 0 to 366 days");
  if (fault.lasts && !fits(*fault.lasts)) Refuse("lasts", "must be from 0 to 366 days");
}

}  // namespace lookoutvision::testing
