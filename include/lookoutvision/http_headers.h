// HttpHeaders: an ordered list of header fields. It neither folds nor sorts; that is the signer's business.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// Header fields in the order they were added; a name may repeat. Names compare without case. Iterators, and
/// views of what they point to, hold until the list is changed.
class LOOKOUTVISION_EXPORT HttpHeaders {
 public:
  struct Field {
    std::string name;
    std::string value;
    friend bool operator==(const Field&, const Field&) = default;
  };
  using const_iterator = std::vector<Field>::const_iterator;

  /// Appends a field. Does not look at the bytes: callers refuse CR, LF and NUL before.
  void Add(std::string_view name, std::string_view value) {
    fields_.push_back({std::string(name), std::string(value)});
  }
  /// Replaces the first field of that name, or appends it.
  void Set(std::string_view name, std::string_view value);
  /// The first field of that name; absent if there is none.
  std::optional<std::string_view> Find(std::string_view name) const;

  std::size_t size() const { return fields_.size(); }
  bool empty() const { return fields_.empty(); }
  void clear() { fields_.clear(); }
  const_iterator begin() const { return fields_.begin(); }
  const_iterator end() const { return fields_.end(); }

  /// Same fields in the same order, byte for byte.
  friend bool operator==(const HttpHeaders&, const HttpHeaders&) = default;

 private:
  std::vector<Field> fields_;
};

}  // namespace lookoutvision
