// JsonWriter: writes JSON text front to back.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"

namespace lookoutvision::internal {

/// Writes compact JSON into one string. The caller is responsible for the grammar: a key before each value of
/// an object, and balanced brackets.
class JsonWriter {
 public:
  JsonWriter();

  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  /// `key` is plain ASCII that needs no escape.
  JsonWriter& Key(std::string_view key);
  /// `key` is well-formed UTF-8.
  JsonWriter& EscapedKey(std::string_view key);
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

  std::string text_;
};

}  // namespace lookoutvision::internal
