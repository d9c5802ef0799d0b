// JsonWriter: writes JSON text front to back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"

namespace lookoutvision::internal {

/// Writes JSON into one string. The caller is responsible for the grammar: a key before each value of an
/// object, and balanced brackets.
class JsonWriter {
 public:
  /// Writes compact JSON, or one line per member and element, indented by `indent` spaces per level.
  explicit JsonWriter(std::size_t indent = 0);

  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  /// `key` is well-formed UTF-8.
  JsonWriter& Key(std::string_view key);
  /// `value` is well-formed UTF-8.
  JsonWriter& String(std::string_view value);
  /// A number, literal or other JSON text, unchanged.
  JsonWriter& Raw(std::string_view json);
  /// A value with its children, without its name.
  JsonWriter& Value(const JsonValue& value);

  std::string Take() && { return std::move(text_); }

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  void Separate();
  void BreakLine();

  std::string text_;
  const std::size_t indent_;
  std::size_t depth_ = 0;
};

/// JSON in printable ASCII only: other characters in its strings become escapes, and bytes that are not
/// well-formed UTF-8 become `\ufffd`.
std::string AsciiJson(std::string_view json);

}  // namespace lookoutvision::internal
