// JSON text in and out: the one place that parses. What the values mean is known elsewhere.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json_fwd.hpp>

namespace lookoutvision::internal {

/// Parses one JSON document. Absent, with `why` set, for what is no JSON, begins with a byte order mark,
/// holds a number that no double can hold, or nests deeper than 64 levels (the parser would take far more,
/// and overflow the stack when the value is copied).
std::optional<nlohmann::json> ParseJson(std::string_view text, std::string& why);

/// Writes compact JSON front to back into one string. The caller keeps the grammar: a key before each value
/// of an object, as many closings as openings.
class JsonWriter {
 public:
  JsonWriter();

  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  /// `key` is plain ASCII that needs no escape.
  JsonWriter& Key(std::string_view key);
  /// `value` is well-formed UTF-8.
  JsonWriter& String(std::string_view value);
  /// A number, literal or other JSON text, as it stands.
  JsonWriter& Raw(std::string_view json);

  std::string Take() && { return std::move(text_); }

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  void Separate();

  std::string text_;
};

}  // namespace lookoutvision::internal
