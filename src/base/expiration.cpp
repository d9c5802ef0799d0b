// Parses expiration times: rewrites each form to RFC 3339 or an HTTP date; see expiration.h.
#include "base/expiration.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr SystemTime kEnd = std::chrono::sys_days{std::chrono::year{2261} / 12 / 31} +
                            std::chrono::hours{23} + std::chrono::minutes{59} + std::chrono::seconds{59};

// Whether the four digits of a year at `pos` are after the last year of SystemTime. If so, replaces them with
// a leap year, so that the remaining text can be validated.
bool ReplaceLateYear(std::string& text, std::size_t pos) {
  if (text.size() < pos + 4) return false;
  const std::string year = text.substr(pos, 4);
  if (!std::all_of(year.begin(), year.end(), IsDigit) || year <= "2261") return false;
  text.replace(pos, 4, "2260");
  return true;
}

// `20310203T040506` to `2031-02-03T04:05:06`; the seconds may be absent.
void Separate(std::string& text) {
  if (text.size() < 14 || !std::all_of(text.begin(), text.begin() + 8, IsDigit)) return;
  text.insert(4, "-").insert(7, "-").insert(13, ":");
  if (text.size() > 16 && IsDigit(text[16])) text.insert(16, ":");
}

void AddSeconds(std::string& text) {
  if (text.size() > 16 && text[13] == ':' && text[16] != ':') text.insert(16, ":00");
}

// `+0530` to `+05:30`, and `-08` to `-08:00`.
void CompleteOffset(std::string& text) {
  constexpr std::size_t kTimeSize = 19;
  const auto sign = text.find_first_of("+-", kTimeSize);
  if (sign == text.npos) return;
  if (text.size() == sign + 3) text += ":00";
  if (text.size() == sign + 5) text.insert(sign + 3, ":");
}

}  // namespace

std::optional<SystemTime> ParseExpiration(std::string_view text) {
  std::string rewritten(Trim(text));
  if (rewritten.empty()) return std::nullopt;
  if (!IsDigit(rewritten.front())) {
    constexpr std::size_t kYearOfImfFixdate = 12;
    const bool late = ReplaceLateYear(rewritten, kYearOfImfFixdate);
    const auto time = ParseHttpDate(rewritten);
    return time && late ? kEnd : time;
  }
  const bool late = ReplaceLateYear(rewritten, 0);
  Separate(rewritten);
  AddSeconds(rewritten);
  CompleteOffset(rewritten);
  const auto time = ParseRfc3339(rewritten);
  return time && late ? kEnd : time;
}

std::optional<SystemTime> ParseExpiration(const JsonValue& value) {
  if (value.type == JsonValue::Type::kString) return ParseExpiration(std::string_view(value.text));
  constexpr std::chrono::milliseconds kYear2001{978'307'200'000};
  const auto count = value.Integer();
  if (!count || *count < 0) return std::nullopt;
  const auto end = std::chrono::floor<std::chrono::seconds>(kEnd).time_since_epoch();
  const bool in_seconds = *count < kYear2001.count();
  if (*count / (in_seconds ? 1 : 1000) >= end.count()) return kEnd;
  return in_seconds ? SystemTime(std::chrono::seconds(*count))
                    : SystemTime(std::chrono::milliseconds(*count));
}

}  // namespace lookoutvision::internal
