// JsonValue, and the JSON parser of the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// A value of a JSON document, with its children.
struct JsonValue {
  enum class Type : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Type type = Type::kNull;
  /// The value of a number.
  double number = 0;
  /// The name of a member of an object.
  std::string name = {};
  /// The text of a string; the JSON text of null, a boolean or a number.
  std::string text = {};
  /// The elements of an array, or the members of an object, in order.
  std::vector<JsonValue> values = {};
  /// Whether a JsonReader looked it up as a member.
  bool was_read = false;

  /// The last member of that name. Null if there is none, or this is not an object.
  const JsonValue* Find(std::string_view member) const;
  JsonValue* Find(std::string_view member);
  /// The text of the last member of that name. Empty if there is none, or it is not a string.
  std::string TextOf(std::string_view member) const;
  /// The number, if it is written without fraction and exponent and is in range.
  std::optional<std::int64_t> Integer() const;
};

/// `null`, `boolean`, `number`, `string`, `array` or `object`.
std::string_view ToString(JsonValue::Type type);

/// The maximum number of values in a document. The largest legitimate document, a page of 100 jobs with all
/// their members, has about 1,000. This many values take about 1 MB.
inline constexpr std::size_t kMaxJsonValues = 10'000;

/// Parses one JSON document. Returns a Problem if it is not well-formed JSON, begins with a byte order mark,
/// contains a number that is out of range for a double, contains more than `max_values` values, or nests
/// deeper than 64 levels (so that a caller may walk the values recursively). If the parser finds an
/// unexpected byte, `*position` becomes its number, from 1.
Parsed<JsonValue> ParseJson(std::string_view text, std::size_t max_values = kMaxJsonValues,
                            std::size_t* position = nullptr);

}  // namespace lookoutvision::internal
