// HttpHeaders: an ordered list of header fields. It neither folds nor sorts; that is the signer's business.
#pragma once

#include <cstddef>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// Header fields in the order they were added; a name may repeat. Names compare without case.
///
/// All fields live in one buffer, so that a list costs one allocation however many fields it has. Iterators
/// and views into the list hold until it is changed.
class LOOKOUTVISION_EXPORT HttpHeaders {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
    friend bool operator==(const Field&, const Field&) = default;
  };

 private:
  // Stored before each field, whose name and value follow.
  struct Sizes {
    std::size_t name;
    std::size_t value;
    std::size_t Stored() const { return sizeof(Sizes) + name + value; }
  };

 public:
  class const_iterator {  // NOLINT(readability-identifier-naming): the name that containers use
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Field;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Field;

    Field operator*() const {
      const Sizes sizes = ReadSizes();
      const char* const name = at_ + sizeof(Sizes);
      return {{name, sizes.name}, {name + sizes.name, sizes.value}};
    }
    const_iterator& operator++() { return at_ += ReadSizes().Stored(), *this; }
    const_iterator operator++(int) {
      auto old = *this;
      return ++*this, old;
    }
    friend bool operator==(const const_iterator&, const const_iterator&) = default;

   private:
    friend class HttpHeaders;
    explicit const_iterator(const char* at) : at_(at) {}
    Sizes ReadSizes() const {
      Sizes sizes;
      std::memcpy(&sizes, at_, sizeof sizes);
      return sizes;
    }
    const char* at_;
  };

  /// Appends a field. Does not look at the bytes: callers refuse CR, LF and NUL before (see
  /// HasControlCharacters).
  void Add(std::string_view name, std::string_view value);

  /// Replaces the first field of that name, or appends it.
  void Set(std::string_view name, std::string_view value);

  /// The first field of that name, absent where there is none.
  std::optional<std::string_view> Find(std::string_view name) const;

  /// Counts the fields, one after the other.
  std::size_t size() const { return static_cast<std::size_t>(std::distance(begin(), end())); }
  bool empty() const { return fields_.empty(); }
  void clear() { fields_.clear(); }
  /// Makes room for `fields` fields of `bytes` bytes together, names and values.
  void reserve(std::size_t fields, std::size_t bytes);

  const_iterator begin() const { return const_iterator(fields_.data()); }
  const_iterator end() const { return const_iterator(fields_.data() + fields_.size()); }

  /// Same fields in the same order, byte for byte.
  friend bool operator==(const HttpHeaders& a, const HttpHeaders& b) = default;

 private:
  static void Append(std::string& fields, std::string_view name, std::string_view value);

  std::string fields_;
};

}  // namespace lookoutvision
