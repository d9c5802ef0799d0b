// Text encodings and printable forms, independent of the locale.
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

// Line separators and direction controls, which can make a text look like another one.
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

std::string Concat(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
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
