// JsonWriter: writes JSON text front to back.
#include "base/json_writer.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// Enough for a typical request, so that writing it does not reallocate.
constexpr std::size_t kUsualSize = 512;

constexpr bool NeedsEscape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void AppendEscape(std::string& out, char32_t unit) {
  const std::array<std::uint8_t, 2> bytes{static_cast<std::uint8_t>(unit >> 8),
                                          static_cast<std::uint8_t>(unit & 0xFF)};
  out.append("\\u").append(Hex(bytes));
}

}  // namespace

JsonWriter::JsonWriter(std::size_t indent) : indent_(indent) {
  text_.reserve(kUsualSize);
}

void JsonWriter::BreakLine() {
  if (indent_ > 0) text_.append("\n").append(depth_ * indent_, ' ');
}

void JsonWriter::Separate() {
  // The value of a member follows a colon, or a colon and a space.
  if (text_.empty() || text_.back() == ':' || text_.back() == ' ') return;
  if (text_.back() != '{' && text_.back() != '[') text_ += ',';
  BreakLine();
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  text_ += bracket;
  ++depth_;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  --depth_;
  if (text_.back() != '{' && text_.back() != '[') BreakLine();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  String(key);
  text_ += indent_ > 0 ? ": " : ":";
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  constexpr std::string_view kNamed = "\"\\\n\r\t";
  Separate();
  text_ += '"';
  // Characters that need no escape are copied in runs.
  for (std::size_t pos = 0; pos < value.size(); ++pos) {
    const std::size_t start = pos;
    while (pos < value.size() && !NeedsEscape(value[pos])) ++pos;
    text_.append(value, start, pos - start);
    if (pos == value.size()) break;
    if (const auto at = kNamed.find(value[pos]); at != kNamed.npos) {
      text_.append({'\\', "\"\\nrt"[at]});
    } else {
      AppendEscape(text_, static_cast<unsigned char>(value[pos]));
    }
  }
  text_ += '"';
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  Separate();
  text_ += json;
  return *this;
}

JsonWriter& JsonWriter::Value(const JsonValue& value) {
  const bool is_object = value.type == JsonValue::Type::kObject;
  if (value.type == JsonValue::Type::kString) return String(value.text);
  if (!is_object && value.type != JsonValue::Type::kArray) return Raw(value.text);
  Open(is_object ? '{' : '[');
  for (const JsonValue& part : value.values) {
    if (is_object) Key(part.name);
    Value(part);
  }
  return Close(is_object ? '}' : ']');
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
