// JSON text to values: the one place that parses. What the values mean is known elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// A value of a JSON document, with all that is in it.
struct JsonValue {
  enum class Type : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Type type = Type::kNull;
  /// Of a number.
  double number = 0;
  /// Of a member of an object.
  std::string name = {};
  /// What a string says; of null, a boolean or a number its JSON text.
  std::string text = {};
  /// The elements of an array, or the members of an object, in their order.
  std::vector<JsonValue> values = {};

  /// The last member of that name. Null where this is no object, or has none.
  const JsonValue* Find(std::string_view member) const;
  JsonValue* Find(std::string_view member);
  /// What the last member of that name says; empty where there is none, or it is no string.
  std::string TextOf(std::string_view member) const;
  /// A number written without fraction and exponent; absent where this is none, or one beyond the range.
  std::optional<std::int64_t> Integer() const;
};

/// `null`, `boolean`, `number`, `string`, `array` or `object`.
std::string_view ToString(JsonValue::Type type);

/// The most values that a document may hold. The largest legitimate one, a page of 100 jobs with all their
/// members, has about 1,000; this many take about 1 MB.
inline constexpr std::size_t kMaxJsonValues = 10'000;

/// Parses one JSON document. A Problem for what is not well-formed JSON, begins with a byte order mark, holds
/// a number that no double can hold, holds more than `max_values` values, or nests deeper than 64 levels (so
/// that a caller may walk through the values recursively).
Parsed<JsonValue> ParseJson(std::string_view text, std::size_t max_values = kMaxJsonValues);

}  // namespace lookoutvision::internal
