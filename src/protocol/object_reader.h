// ObjectReader: reads the members of one JSON object, and remembers the first that is of the wrong type.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/open_enum.h>

#include "base/json.h"
#include "base/text.h"

namespace lookoutvision::internal {

/// Missing and null members read as absent. The readers of nested objects share one `problem`, which stays
/// empty while all is well and else says what was wrong where: `ModelPackagingDescription.Status is not a
/// string`.
class ObjectReader {
 public:
  /// `object` is a JSON object and outlives the reader, as does `problem`. Texts are moved out of it.
  ObjectReader(JsonValue& object, std::string path, std::string& problem)
      : object_(object), path_(std::move(path)), problem_(problem) {}

  std::optional<std::string> String(const char* name);
  /// Epoch seconds with fractions, kept to the microsecond.
  std::optional<SystemTime> Timestamp(const char* name);

  template <typename E>
  std::optional<OpenEnum<E>> Enum(const char* name) {
    auto text = String(name);
    if (!text) return std::nullopt;
    return OpenEnum<E>::FromText(*std::move(text));
  }

  /// `read(ObjectReader&)` of the nested object.
  template <typename Read>
  auto Object(const char* name, Read read) -> std::optional<decltype(read(std::declval<ObjectReader&>()))> {
    JsonValue* nested = ObjectMember(name);
    if (nested == nullptr) return std::nullopt;
    ObjectReader reader(*nested, PathOf(name), problem_);
    return read(reader);
  }

  /// `read(ObjectReader&)` of each object in an array, which holds `at_most` elements.
  template <typename Read>
  auto Objects(const char* name, Read read, std::size_t at_most = kMaxJsonValues)
      -> std::optional<std::vector<decltype(read(std::declval<ObjectReader&>()))>> {
    JsonValue* const array = ArrayMember(name, at_most);
    if (array == nullptr) return std::nullopt;
    std::vector<decltype(read(std::declval<ObjectReader&>()))> values;
    values.reserve(array->values.size());
    for (std::size_t i = 0; i < array->values.size(); ++i) {
      std::string path = PathOf(name) + "[" + std::to_string(i) + "]";
      JsonValue& element = array->values[i];
      if (!IsObject(element, path)) continue;
      ObjectReader reader(element, std::move(path), problem_);
      values.push_back(read(reader));
    }
    return values;
  }

 private:
  JsonValue* Member(const char* name) const;
  JsonValue* ObjectMember(const char* name);
  JsonValue* ArrayMember(const char* name, std::size_t at_most);
  /// Null is passed over in silence, anything else that is no object is a problem.
  bool IsObject(const JsonValue& element, const std::string& path);
  std::string PathOf(const char* name) const { return path_.empty() ? name : path_ + "." + name; }
  void Report(const std::string& path, const std::string& what);

  JsonValue& object_;
  std::string path_;
  std::string& problem_;
};

}  // namespace lookoutvision::internal
