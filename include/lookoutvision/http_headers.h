// HttpHeaders: an ordered list of header fields.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// Header fields in the order in which they were added; a name may repeat. Names compare case-insensitively.
/// Iterators and views are valid until the list changes.
class LOOKOUTVISION_EXPORT HttpHeaders {
 public:
  /// One header field.
  struct Field {
    std::string name;                                              ///< As it is sent, in its own case.
    std::string value;                                             ///< Without surrounding white space.
    friend bool operator==(const Field&, const Field&) = default;  ///< Compares all members.
  };
  using const_iterator = std::vector<Field>::const_iterator;  ///< Iterates over the fields.

  /// Appends a field. Does not validate it: the caller must reject CR, LF and NUL.
  void Add(std::string_view name, std::string_view value);
  /// Replaces the first field of that name, or appends it.
  void Set(std::string_view name, std::string_view value);
  /// The first field of that name; absent if there is none.
  std::optional<std::string_view> Find(std::string_view name) const;

  std::size_t size() const { return fields_.size(); }       ///< How many fields there are.
  bool empty() const { return fields_.empty(); }            ///< Whether there is no field.
  void clear() { fields_.clear(); }                         ///< Removes all fields.
  const_iterator begin() const { return fields_.begin(); }  ///< The first field.
  const_iterator end() const { return fields_.end(); }      ///< After the last field.

  /// Whether they have the same fields in the same order, byte for byte.
  friend bool operator==(const HttpHeaders&, const HttpHeaders&) = default;

 private:
  std::vector<Field> fields_;
};

}  // namespace lookoutvision
