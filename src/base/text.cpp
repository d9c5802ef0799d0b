// Text encodings and time formats, independent of the locale.
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace lookoutvision::internal {
namespace {

constexpr char kLowerHex[] = "0123456789abcdef";
constexpr char kUpperHex[] = "0123456789ABCDEF";

bool IsUnreserved(char c) {
  return IsAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Line separators and direction controls, with which a text could be made to look like another one.
constexpr bool IsDeceptive(char32_t c) {
  return (c >= 0x80 && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void AppendEscaped(std::string& out, unsigned char byte) {
  constexpr std::string_view kNamed = "\n\r\t";
  if (const auto at = kNamed.find(static_cast<char>(byte)); at != kNamed.npos) {
    out.append({'\\', "nrt"[at]});
  } else {
    out.append({'\\', 'x', kLowerHex[byte >> 4], kLowerHex[byte & 15]});
  }
}

struct CivilTime {
  int year, month, day, hour, minute, second;
};

SystemTime TimeOf(std::chrono::year_month_day date, int hour, int minute, int second) {
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

CivilTime ToCivil(SystemTime time) {
  const auto seconds_since = std::chrono::floor<std::chrono::seconds>(time);
  const auto day_since = std::chrono::floor<std::chrono::days>(seconds_since);
  const std::chrono::year_month_day date{day_since};
  const std::chrono::hh_mm_ss clock{seconds_since - day_since};
  return {static_cast<int>(date.year()),
          static_cast<int>(unsigned{date.month()}),
          static_cast<int>(unsigned{date.day()}),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count())};
}

void PutDigits(char* to, int value, int width) {
  for (char* at = to + width; at != to; value /= 10) *--at = static_cast<char>('0' + value % 10);
}

// Writes year, month, day, hour, minute and second to their positions in `text`.
void PutTime(char* text, const std::array<int, 6>& places, SystemTime time) {
  const CivilTime t = ToCivil(time);
  PutDigits(text + places[0], std::clamp(t.year, 0, 9999), 4);
  PutDigits(text + places[1], t.month, 2);
  PutDigits(text + places[2], t.day, 2);
  PutDigits(text + places[3], t.hour, 2);
  PutDigits(text + places[4], t.minute, 2);
  PutDigits(text + places[5], t.second, 2);
}

// The number, if all of `digits` are decimal digits and it is at most `max`; -1 otherwise.
int FixedNumber(std::string_view digits, int max) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value <= max ? value : -1;
}

// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994` as IMF-fixdate; other text as it is.
std::string ToImfFixdate(std::string_view text) {
  constexpr std::size_t kAsctimeSize = 24;
  if (text.size() == kAsctimeSize && text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' ') {
    const std::string day{text[8] == ' ' ? '0' : text[8], text[9]};
    return std::string(text.substr(0, 3)) + ", " + day + ' ' + std::string(text.substr(4, 3)) + ' ' +
           std::string(text.substr(20)) + ' ' + std::string(text.substr(11, 8)) + " GMT";
  }
  for (const std::string_view weekday :
       {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}) {
    if (!text.starts_with(weekday)) continue;
    const std::string_view rest = text.substr(weekday.size());
    if (rest.size() != 24 || rest[4] != '-' || rest[8] != '-') break;
    return std::string(weekday.substr(0, 3)) + std::string(rest.substr(0, 4)) + ' ' +
           std::string(rest.substr(5, 3)) + (rest[9] < '7' ? " 20" : " 19") + std::string(rest.substr(9));
  }
  return std::string(text);
}

}  // namespace

std::string PercentEncode(std::string_view text, bool keep_slash) {
  std::string out;
  // Reserved up front: growing would leave copies in memory, and the text may be a secret.
  out.reserve(3 * text.size());
  for (const char c : text) {
    if (IsUnreserved(c) || (keep_slash && c == '/')) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', kUpperHex[byte >> 4], kUpperHex[byte & 15]});
    }
  }
  return out;
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool triple =
        text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 && HexValue(text[i + 2]) >= 0;
    if (triple) {
      out += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string Hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += kLowerHex[byte >> 4];
    out += kLowerHex[byte & 15];
  }
  return out;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string ToLower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), Lower);
  return out;
}

std::string_view Trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool HasControlCharacters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool IsTokenCharacter(char c) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  return IsAlphanumeric(c) || kPunctuation.find(c) != kPunctuation.npos;
}

std::string AsToken(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return !IsTokenCharacter(c); }, '-');
  return text;
}

std::optional<char32_t> NextCodePoint(std::string_view text, std::size_t& pos) {
  const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte_at(pos);
  const std::size_t start = pos++;
  if (first < 0x80) return first;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || start + size > text.size()) return std::nullopt;
  char32_t code_point = first & (0x7F >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte_at(start + i) & 0xC0) != 0x80) return std::nullopt;
    code_point = (code_point << 6) | (byte_at(start + i) & 0x3F);
  }
  const bool overlong = (size == 3 && code_point < 0x800) || (size == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return std::nullopt;
  pos = start + size;
  return code_point;
}

bool IsUtf8(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (!NextCodePoint(text, pos)) return false;
  }
  return true;
}

std::string Printable(std::string_view text, std::size_t max_bytes) {
  constexpr std::string_view kEllipsis = "...";
  std::string out;
  std::size_t cut = 0;  // the position of the ellipsis if the text turns out to be too long
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t start = pos;
    const auto code_point = NextCodePoint(text, pos);
    if (!code_point || *code_point < 0x20 || *code_point == 0x7F) {
      AppendEscaped(out, static_cast<unsigned char>(text[start]));
    } else if (IsDeceptive(*code_point)) {
      std::array<char, 16> digits{};
      const auto end =
          std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<unsigned>(*code_point), 16)
              .ptr;
      out.append("\\u{").append(digits.data(), end).append("}");
    } else {
      out += text.substr(start, pos - start);
    }
    if (out.size() > max_bytes) return out.replace(cut, out.npos, kEllipsis);
    if (out.size() + kEllipsis.size() <= max_bytes) cut = out.size();
  }
  return out;
}

std::string FormatAmzDate(SystemTime time) {
  std::string text = "00000000T000000Z";
  PutTime(text.data(), {0, 4, 6, 9, 11, 13}, time);
  return text;
}

std::string FormatIso8601(SystemTime time) {
  std::string text = "0000-00-00T00:00:00Z";
  PutTime(text.data(), {0, 5, 8, 11, 14, 17}, time);
  return text;
}

std::optional<SystemTime> ParseHttpDate(std::string_view form) {
  const std::string date_text = ToImfFixdate(form);
  const std::string_view text = date_text;
  static constexpr std::string_view kShape = "Xxx, 00 Xxx 0000 00:00:00 GMT";
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  static constexpr std::string_view kWeekdays = "SunMonTueWedThuFriSat";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool punctuation = kShape[i] == ' ' || kShape[i] == ',' || kShape[i] == ':';
    if (punctuation && text[i] != kShape[i]) return std::nullopt;
  }
  const auto month = kMonths.find(text.substr(8, 3));
  const auto weekday = kWeekdays.find(text.substr(0, 3));
  const int day = FixedNumber(text.substr(5, 2), 31);
  const int year = FixedNumber(text.substr(12, 4), 2261);  // its last day is within SystemTime
  const int hour = FixedNumber(text.substr(17, 2), 23);
  const int minute = FixedNumber(text.substr(20, 2), 59);
  const int second = FixedNumber(text.substr(23, 2), 60);  // 60: a leap second
  if (month == std::string_view::npos || month % 3 != 0 || weekday == std::string_view::npos ||
      weekday % 3 != 0 || day < 0 || year < 1970 || hour < 0 || minute < 0 || second < 0 ||
      text.substr(26) != "GMT") {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return TimeOf(date, hour, minute, second);
}

std::optional<SystemTime> ParseRfc3339(std::string_view text) {
  static constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'T' ? text[i] != 'T' && text[i] != 't' && text[i] != ' '
                         : kShape[i] != '0' && text[i] != kShape[i]) {
      return std::nullopt;
    }
  }
  const int year = FixedNumber(text.substr(0, 4), 2261);
  const int month = FixedNumber(text.substr(5, 2), 12);
  const int day = FixedNumber(text.substr(8, 2), 31);
  const int hour = FixedNumber(text.substr(11, 2), 23);
  const int minute = FixedNumber(text.substr(14, 2), 59);
  const int second = FixedNumber(text.substr(17, 2), 60);  // 60: a leap second
  if (year < 1970 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;

  std::string_view rest = text.substr(kShape.size());
  if (rest.front() == '.') {
    const auto end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    rest.remove_prefix(end);
  }
  std::chrono::minutes offset{0};
  if (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':') {
    const int offset_hours = FixedNumber(rest.substr(1, 2), 23);
    const int offset_minutes = FixedNumber(rest.substr(4, 2), 59);
    if (offset_hours < 0 || offset_minutes < 0) return std::nullopt;
    offset = std::chrono::hours{offset_hours} + std::chrono::minutes{offset_minutes};
    if (rest[0] == '-') offset = -offset;
  } else if (rest != "Z" && rest != "z" && rest != "UTC") {
    return std::nullopt;
  }
  return TimeOf(date, hour, minute, second) - offset;
}

std::string DurationText(std::chrono::nanoseconds duration) {
  const auto count = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  if (count < 1000) return std::to_string(count) + " ms";
  std::string text = std::to_string(count / 1000);
  if (count % 1000 != 0) {
    text += '.' + std::to_string(1000 + count % 1000).substr(1);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + " s";
}

std::optional<std::int64_t> ParseNonNegative(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || text.starts_with('-')) {
    return std::nullopt;
  }
  return value;
}

}  // namespace lookoutvision::internal
