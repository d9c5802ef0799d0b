// Text encodings, time formats, and printable forms of untrusted text.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

using SystemTime = std::chrono::system_clock::time_point;

/// `text` with everything but `A-Za-z0-9-._~` percent-encoded (upper-case hex); '/' too unless `keep_slash`.
std::string PercentEncode(std::string_view text, bool keep_slash = false);

/// Decodes `%XX`; everything else is unchanged.
std::string PercentDecode(std::string_view text);

/// Lower-case hex, two characters per byte.
std::string Hex(std::span<const std::uint8_t> bytes);

/// Whether the character is an ASCII digit.
constexpr bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
/// Whether the character is an ASCII letter or digit.
constexpr bool IsAlphanumeric(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The lower case of ASCII letters; other characters are unchanged.
constexpr char Lower(char c) {
  return static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c | 0x20) : c;
}
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
std::string ToLower(std::string_view text);
/// The parts one after the other, which takes less code than `+`.
std::string Concat(std::initializer_list<std::string_view> parts);
/// `text` without leading and trailing spaces and tabs.
std::string_view Trim(std::string_view text);
/// Whether any byte is below 0x20, or is 0x7F.
bool HasControlCharacters(std::string_view text);
/// Whether a header name or a part of User-Agent may contain the character: letters, digits and
/// !#$%&'*+-.^_`|~
bool IsTokenCharacter(char c);
/// `text` with '-' in place of each byte that is not a token character.
std::string AsToken(std::string text);

/// The code point of `text` at `pos`, which is advanced. Absent if the bytes are not well-formed UTF-8
/// (overlong forms and surrogates are not); `pos` then advances by one byte.
std::optional<char32_t> NextCodePoint(std::string_view text, std::size_t& pos);
bool IsUtf8(std::string_view text);

/// `text` on one line, safe for a terminal or a log: control characters, line separators, characters that
/// change the direction of writing, and bytes that are not UTF-8 become escapes (`\n`, `\x1b`, `\u{202e}`).
/// Text longer than `max_bytes` is truncated and ends in `...`.
std::string Printable(std::string_view text, std::size_t max_bytes = 1024);

/// `20150830T123600Z`
std::string FormatAmzDate(SystemTime time);
/// `2015-08-30T12:36:00Z`
std::string FormatIso8601(SystemTime time);
/// The `Date` header in the three forms of RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate), `Sunday,
/// 06-Nov-94 08:49:37 GMT` (RFC 850: the latest year with these digits that is at most 50 years after `now`)
/// and `Sun Nov  6 08:49:37 1994` (asctime). Absent for any other form, and for years out of the range
/// 1970-2261, in which all differences fit a duration of SystemTime.
std::optional<SystemTime> ParseHttpDate(std::string_view text, SystemTime now);
/// An expiration in every form that AWS tools write: RFC 3339, `2015-08-30T12:36:00Z` or
/// `2015-08-30T14:36:00.5+02:00`, fractions truncated; the same without seconds, in the basic form
/// (`20150830T123600Z`), with an offset such as `+0530` or `-08`, or with `UTC` for `Z`; an HTTP date; or an
/// integer, the milliseconds since 1970, or the seconds if as milliseconds it would be before 2001. Years
/// after 2261 become the end of 2261. Absent for any other form.
std::optional<SystemTime> ParseExpiration(std::string_view text);
/// `250 ms`, `3.1 s`, `60 s`: truncated to milliseconds.
std::string DurationText(std::chrono::nanoseconds duration);
/// A decimal integer that is not negative and is in range; absent for anything else.
std::optional<std::int64_t> ParseNonNegative(std::string_view text);

}  // namespace lookoutvision::internal
