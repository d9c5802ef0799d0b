// HttpHeaders: an ordered list of header fields. It neither folds nor sorts; that is the signer's business.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// Header fields in the order they were added; a name may repeat. Names compare without case.
///
/// All fields live in one buffer, each as a NUL-terminated line `name: value`, so that a list costs two
/// allocations however many fields it has, and a transport can pass the lines on without copying them.
/// Views and pointers into the list hold until it is changed.
class LOOKOUTVISION_EXPORT HttpHeaders {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
    friend bool operator==(const Field&, const Field&) = default;
  };

  class const_iterator {  // NOLINT(readability-identifier-naming): the name that containers use
   public:
    using value_type = Field;
    using difference_type = std::ptrdiff_t;
    Field operator*() const { return headers_->at(index_); }
    const_iterator& operator++() { return ++index_, *this; }
    const_iterator operator++(int) {
      auto old = *this;
      return ++index_, old;
    }
    friend bool operator==(const const_iterator&, const const_iterator&) = default;

   private:
    friend class HttpHeaders;
    const_iterator(const HttpHeaders* headers, std::size_t index) : headers_(headers), index_(index) {}
    const HttpHeaders* headers_;
    std::size_t index_;
  };

  /// Appends a field. Does not look at the bytes: callers refuse CR, LF and NUL before (see
  /// HasControlCharacters).
  void Add(std::string_view name, std::string_view value);

  /// Replaces the first field of that name, or appends it.
  void Set(std::string_view name, std::string_view value);

  /// The first field of that name, absent where there is none.
  std::optional<std::string_view> Find(std::string_view name) const;

  /// The field at `index`, which is below size().
  Field at(std::size_t index) const;

  /// The field at `index` as the C string `name: value`.
  const char* LineAt(std::size_t index) const;

  std::size_t size() const { return lines_.size(); }
  bool empty() const { return lines_.empty(); }
  void clear();
  /// Makes room for `fields` fields of `bytes` bytes together, names and values.
  void reserve(std::size_t fields, std::size_t bytes);

  const_iterator begin() const { return {this, 0}; }
  const_iterator end() const { return {this, size()}; }

  /// Same fields in the same order, byte for byte.
  friend bool operator==(const HttpHeaders& a, const HttpHeaders& b) = default;

 private:
  struct Line {
    std::size_t offset;
    std::size_t name_size;
    std::size_t value_size;
    friend bool operator==(const Line&, const Line&) = default;
  };

  std::string text_;
  std::vector<Line> lines_;
};

}  // namespace lookoutvision
