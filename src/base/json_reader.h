// JsonReader: reads the members of one JSON object, and records the first mismatch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/open_enum.h>

#include "base/json.h"
#include "base/text.h"

namespace lookoutvision::internal {

/// A value of the wrong type or out of range. The caller words the message: `<path> is not <expected>`,
/// `<path> must be <expected>`.
struct JsonMismatch {
  /// `Tags[1].Key`; the empty path is the document.
  std::string path;
  /// `a string`, `an object`, `an integer from 1 to 9`.
  std::string expected;
  /// `a number`, `null`.
  std::string_view actual;
};

/// What an array of objects may contain.
struct JsonArrayRules {
  bool skip_nulls = false;
  std::size_t max_size = static_cast<std::size_t>(-1);
};

/// Missing and null members read as absent. So does a member of the wrong type, which becomes the `mismatch`
/// unless there already is one. Readers of nested objects share the mismatch.
class JsonReader {
 public:
  /// `value` and `mismatch` must outlive the reader. Strings are moved out of `value`. If it is not an
  /// object, that is the mismatch, and no member is found.
  JsonReader(JsonValue& value, std::string path, std::optional<JsonMismatch>& mismatch);

  /// The member itself, of any type but null.
  JsonValue* Find(std::string_view name) const;

  std::optional<std::string> String(std::string_view name);
  std::optional<std::int64_t> Integer(std::string_view name, std::int64_t min, std::int64_t max);
  /// Epoch seconds with fractions, rounded to microseconds.
  std::optional<SystemTime> Timestamp(std::string_view name);

  template <typename E>
  std::optional<OpenEnum<E>> Enum(std::string_view name) {
    auto text = String(name);
    if (!text) return std::nullopt;
    return OpenEnum<E>(*std::move(text));
  }

  /// The result of `read(JsonReader&)` for the nested object.
  template <typename Read>
  auto Object(std::string_view name, Read read)
      -> std::optional<decltype(read(std::declval<JsonReader&>()))> {
    JsonValue* const value = FindOf(JsonValue::Type::kObject, name);
    if (value == nullptr) return std::nullopt;
    JsonReader nested(*value, PathOf(name), mismatch_);
    return read(nested);
  }

  /// The results of `read(JsonReader&)` for the objects in an array.
  template <typename Read>
  auto Objects(std::string_view name, Read read, JsonArrayRules rules = {})
      -> std::optional<std::vector<decltype(read(std::declval<JsonReader&>()))>> {
    JsonValue* const array = FindArray(name, rules.max_size);
    if (array == nullptr) return std::nullopt;
    std::vector<decltype(read(std::declval<JsonReader&>()))> values;
    values.reserve(array->values.size());
    for (std::size_t i = 0; i < array->values.size(); ++i) {
      JsonValue& element = array->values[i];
      if (rules.skip_nulls && element.type == JsonValue::Type::kNull) continue;
      JsonReader nested(element, PathOf(name) + "[" + std::to_string(i) + "]", mismatch_);
      values.push_back(read(nested));
    }
    return values;
  }

  /// The path from the document's root: `Configuration.Greengrass.Tags`.
  std::string PathOf(std::string_view name) const;
  const std::optional<JsonMismatch>& mismatch() const { return mismatch_; }
  /// Makes the member the mismatch, unless there already is one.
  void Report(std::string_view name, std::string expected);

 private:
  // The member if it has that type; otherwise reports a mismatch.
  JsonValue* FindOf(JsonValue::Type type, std::string_view name);
  JsonValue* FindArray(std::string_view name, std::size_t max_size);

  JsonValue& value_;
  std::string path_;
  std::optional<JsonMismatch>& mismatch_;
};

}  // namespace lookoutvision::internal
