// Time formats, independent of the locale.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// The first second after the years in which all differences fit a duration of SystemTime.
constexpr std::chrono::sys_seconds kEndOfTime = std::chrono::sys_days{std::chrono::year{2262} / 1 / 1};

// Fifty years before the end of this century, so that two-digit years of expirations are in it.
constexpr SystemTime kMidCentury = std::chrono::sys_days{std::chrono::year{2049} / 12 / 31};

// In a layout such as `0000-11-22T33:44:55Z`, each digit stands for a digit of a field: of the year (0), the
// month (1), and so on to the second (5).
using Fields = std::array<int, 6>;

int& FieldAt(Fields& fields, char place) {
  return fields[static_cast<std::size_t>(place - '0')];
}

std::string WriteTime(SystemTime time, std::string_view layout) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  Fields fields{std::clamp(static_cast<int>(date.year()), 0, 9999),
                static_cast<int>(unsigned{date.month()}),
                static_cast<int>(unsigned{date.day()}),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count())};
  std::string text(layout);
  for (auto place = text.rbegin(); place != text.rend(); ++place) {
    if (!IsDigit(*place)) continue;
    int& field = FieldAt(fields, *place);
    *place = static_cast<char>('0' + field % 10);
    field /= 10;
  }
  return text;
}

// Absent if the text has another layout, for dates and times that do not exist, and for years before 1970.
std::optional<std::chrono::sys_seconds> ReadTime(std::string_view text, std::string_view layout) {
  if (text.size() != layout.size()) return std::nullopt;
  Fields fields{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsDigit(layout[i]) ? !IsDigit(text[i]) : text[i] != layout[i]) return std::nullopt;
    if (!IsDigit(layout[i])) continue;
    int& field = FieldAt(fields, layout[i]);
    field = field * 10 + (text[i] - '0');
  }
  const auto [year, month, day, hour, minute, second] = fields;
  const auto date = std::chrono::year{year} / month / day;
  // 60: a leap second.
  if (year < 1970 || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

// `, 06-Nov-94 08:49:37 GMT`: the latest year with these digits that is at most 50 years after `now`.
std::optional<std::chrono::sys_seconds> ReadRfc850(std::string text, SystemTime now) {
  constexpr std::size_t kYear = 8;
  const auto two_digits = ParseNonNegative(std::string_view(text).substr(kYear, 2));
  if (!two_digits) return std::nullopt;
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const auto last_date = std::chrono::year_month_day{day} + std::chrono::years{50};
  const auto last_time = std::chrono::sys_days{last_date} + (now - day);
  const int last_year = static_cast<int>(last_date.year());
  const int year = last_year - (last_year - static_cast<int>(*two_digits)) % 100;
  std::optional<std::chrono::sys_seconds> time;
  for (const int candidate : {year, year - 100}) {
    text.replace(kYear, text.find(' ', kYear) - kYear, std::to_string(candidate));
    time = ReadTime(text, ", 22-11-0000 33:44:55 GMT");
    if (!time || *time <= last_time) break;
  }
  return time;
}

std::optional<std::chrono::sys_seconds> ReadHttpDate(std::string_view text, SystemTime now) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::string_view weekday = text.substr(0, text.find_first_of(", "));
  bool is_weekday = false;
  for (const std::string_view name :
       {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}) {
    is_weekday = is_weekday || weekday == name || weekday == name.substr(0, 3);
  }
  std::string rest(text.substr(weekday.size()));
  const auto month_at = rest.find_first_of("JFMASOND");
  if (!is_weekday || month_at == rest.npos) return std::nullopt;
  const auto month = kMonths.find(rest.substr(month_at, 3));
  if (month == kMonths.npos || month % 3 != 0) return std::nullopt;
  rest.replace(month_at, 3, std::to_string(101 + month / 3), 1);
  // The day of asctime is padded with a blank, and the year of RFC 850 has no century.
  if (rest.starts_with(" ") && rest.size() > 4 && rest[4] == ' ') rest[4] = '0';
  if (rest.size() == 23 && rest[4] == '-') return ReadRfc850(std::move(rest), now);
  for (const char* layout : {", 22 11 0000 33:44:55 GMT", " 11 22 33:44:55 0000"}) {
    if (const auto time = ReadTime(rest, layout)) return time;
  }
  return std::nullopt;
}

// A time zone as its offset: `Z`, `UTC`, `+05:30`, `+0530` or `-08`.
std::optional<std::chrono::seconds> ReadOffset(std::string_view zone) {
  if (zone == "Z" || zone == "z" || zone == "UTC") return std::chrono::seconds{0};
  if (!zone.starts_with('+') && !zone.starts_with('-')) return std::nullopt;
  const std::string time = "1970-01-01T" + std::string(zone.substr(1));
  for (const char* layout : {"0000-11-22T33:44", "0000-11-22T3344", "0000-11-22T33"}) {
    const auto offset = ReadTime(time, layout);
    if (offset) return zone.front() == '-' ? -offset->time_since_epoch() : offset->time_since_epoch();
  }
  return std::nullopt;
}

// The forms of ISO 8601 that ParseExpiration() knows.
std::optional<std::chrono::sys_seconds> ReadIso8601(std::string_view text) {
  constexpr std::size_t kDateSize = 8;
  const auto end = text.find_first_of(".Zz+-U", kDateSize);
  if (end == text.npos) return std::nullopt;
  std::string local(text.substr(0, end));
  std::replace(local.begin(), local.end(), ' ', 'T');
  std::replace(local.begin(), local.end(), 't', 'T');
  std::string_view zone = text.substr(end);
  if (zone.front() == '.' && zone.size() > 1 && IsDigit(zone[1])) {
    zone.remove_prefix(std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
  }
  const auto offset = ReadOffset(zone);
  if (!offset) return std::nullopt;
  for (const char* layout : {"0000-11-22T33:44:55", "0000-11-22T33:44", "00001122T334455", "00001122T3344"}) {
    if (const auto time = ReadTime(local, layout)) return *time - *offset;
  }
  return std::nullopt;
}

// Milliseconds since 1970, or seconds if as milliseconds they would be before 2001.
std::optional<std::chrono::sys_seconds> ReadEpoch(std::string_view text) {
  constexpr std::int64_t kYear2001 = 978'307'200'000;
  const auto count = ParseNonNegative(text);
  if (!count) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(*count < kYear2001 ? *count : *count / 1000));
}

}  // namespace

std::string FormatAmzDate(SystemTime time) {
  return WriteTime(time, "00001122T334455Z");
}

std::string FormatIso8601(SystemTime time) {
  return WriteTime(time, "0000-11-22T33:44:55Z");
}

std::optional<SystemTime> ParseHttpDate(std::string_view text, SystemTime now) {
  const auto time = ReadHttpDate(text, now);
  return time && *time < kEndOfTime ? std::optional<SystemTime>(*time) : std::nullopt;
}

std::optional<SystemTime> ParseExpiration(std::string_view text) {
  text = Trim(text);
  auto time = ReadIso8601(text);
  if (!time) time = ReadHttpDate(text, kMidCentury);
  if (!time) time = ReadEpoch(text);
  return time ? std::optional<SystemTime>(std::min(*time, kEndOfTime)) : std::nullopt;
}

}  // namespace lookoutvision::internal
