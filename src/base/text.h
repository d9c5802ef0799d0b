// Text without meaning: encodings, times as text, and making foreign text safe to show. No JSON (json.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

using SystemTime = std::chrono::system_clock::time_point;

/// `text` with everything but `A-Za-z0-9-._~` percent-encoded (upper-case hex); '/' too unless `keep_slash`.
std::string PercentEncode(std::string_view text, bool keep_slash = false);

/// Decodes `%XX`; what is no such triple stays as it is.
std::string PercentDecode(std::string_view text);

/// Lower-case hex, two characters a byte.
std::string Hex(std::span<const std::uint8_t> bytes);

/// Of ASCII's letters; all else stays as it is.
constexpr char Lower(char c) {
  return static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c | 0x20) : c;
}
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
std::string ToLower(std::string_view text);
/// Without the spaces and tabs at both ends.
std::string_view Trim(std::string_view text);
/// Any byte below 0x20, or 0x7F.
bool HasControlCharacters(std::string_view text);
/// What a header's name, or a part of User-Agent, may hold: letters, digits and !#$%&'*+-.^_`|~
bool IsTokenCharacter(char c);

/// The next code point of `text` at `pos`, which moves behind it. Absent where the bytes are no well-formed
/// UTF-8 (overlong forms and surrogates are none); `pos` then moves by one byte.
std::optional<char32_t> NextCodePoint(std::string_view text, std::size_t& pos);
bool IsUtf8(std::string_view text);

/// `text` as it can be shown on one line of a terminal or a log: control characters, line separators,
/// characters that change the direction of writing, and bytes that are no UTF-8 are written as escapes (`\n`,
/// `\x1b`, `\u{202e}`), and what is longer than `max_bytes` is cut and ends in `...`.
std::string Printable(std::string_view text, std::size_t max_bytes = 1024);

/// `20150830T123600Z`
std::string FormatAmzDate(SystemTime time);
/// `2015-08-30T12:36:00Z`
std::string FormatIso8601(SystemTime time);
/// The `Date` header: IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`. Absent for any other form, and for years
/// out of 1970-2261: no two times of these are further apart than a duration of SystemTime can tell.
std::optional<SystemTime> ParseHttpDate(std::string_view text);
/// RFC 3339, `2015-08-30T12:36:00Z` or `2015-08-30T14:36:00.5+02:00`, fractions cut off; also with `UTC` for
/// `Z`, as AWS's own tools once wrote it. Absent for any other form, and for years out of 1970-2261.
std::optional<SystemTime> ParseRfc3339(std::string_view text);
/// `250 ms`, `3.1 s`, `60 s`: as exact as milliseconds are.
std::string DurationText(std::chrono::nanoseconds duration);
/// A decimal integer and nothing else, not negative, that fits.
std::optional<std::int64_t> ParseNonNegative(std::string_view text);

}  // namespace lookoutvision::internal
