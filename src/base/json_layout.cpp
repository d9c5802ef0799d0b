// Formats JSON for people.
#include "base/json_layout.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

bool IsOneOf(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

// The position after the closing quote of the string that begins at `start`.
std::size_t EndOfString(std::string_view json, std::size_t start) {
  std::size_t end = start + 1;
  while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
  return end + 1;
}

void AppendEscape(std::string& out, char32_t unit) {
  const std::array<std::uint8_t, 2> bytes{static_cast<std::uint8_t>(unit >> 8),
                                          static_cast<std::uint8_t>(unit & 0xFF)};
  out.append("\\u").append(Hex(bytes));
}

}  // namespace

std::string Indented(std::string_view json, std::size_t spaces) {
  std::string out;
  std::size_t depth = 0;
  for (std::size_t pos = 0; pos < json.size();) {
    const char c = json[pos];
    const bool is_empty = !out.empty() && IsOneOf(out.back(), "{[");
    if (IsOneOf(c, "}]")) {
      --depth;
      if (!is_empty) out.append("\n").append(depth * spaces, ' ');
    } else if (is_empty) {
      out.append("\n").append(depth * spaces, ' ');
    }
    const std::size_t end = c == '"' ? EndOfString(json, pos) : pos + 1;
    out += json.substr(pos, end - pos);
    if (c == ':') out += ' ';
    if (c == ',') out.append("\n").append(depth * spaces, ' ');
    if (IsOneOf(c, "{[")) ++depth;
    pos = end;
  }
  return out;
}

std::string AsciiJson(std::string_view json) {
  std::string out;
  for (std::size_t pos = 0; pos < json.size();) {
    const char32_t c = NextCodePoint(json, pos).value_or(0xFFFD);
    if (c < 0x7F) {
      out += static_cast<char>(c);
    } else if (c <= 0xFFFF) {
      AppendEscape(out, c);
    } else {
      AppendEscape(out, 0xD800 + ((c - 0x10000) >> 10));
      AppendEscape(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace lookoutvision::internal
