// JsonWriter: writes JSON text front to back.
#include "base/json_writer.h"

#include <cstddef>

namespace lookoutvision::internal {
namespace {

// Enough for a typical request, so that writing it does not reallocate.
constexpr std::size_t kUsualSize = 512;

constexpr bool NeedsEscape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

JsonWriter::JsonWriter() {
  text_.reserve(kUsualSize);
}

void JsonWriter::Separate() {
  if (!text_.empty() && text_.back() != '{' && text_.back() != '[' && text_.back() != ':') text_ += ',';
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  text_ += '"';
  text_ += key;
  text_.append("\":", 2);
  return *this;
}

JsonWriter& JsonWriter::EscapedKey(std::string_view key) {
  String(key);
  text_ += ':';
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  Separate();
  text_ += '"';
  // Characters that need no escape are copied in runs.
  for (std::size_t pos = 0; pos < value.size(); ++pos) {
    const std::size_t start = pos;
    while (pos < value.size() && !NeedsEscape(value[pos])) ++pos;
    text_.append(value, start, pos - start);
    if (pos == value.size()) break;
    const char c = value[pos];
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c == '\r') {
      text_ += "\\r";
    } else if (c == '\t') {
      text_ += "\\t";
    } else {
      text_ += "\\u00";
      text_ += kHex[c >> 4];
      text_ += kHex[c & 15];
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
    if (is_object) EscapedKey(part.name);
    Value(part);
  }
  return Close(is_object ? '}' : ']');
}

}  // namespace lookoutvision::internal
