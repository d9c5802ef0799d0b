// ShapePrinter: prints a shape, a request or a result for people on one line: `Tag{Key: "line", Value: "7"}`.
#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/open_enum.h>

namespace lookoutvision::internal {

/// Prints the value of a member. Text is quoted, made printable and truncated after 256 bytes; `"` and `\`
/// are escaped, so that the end of the text is unambiguous.
void PrintValue(std::ostream& out, const std::string& text);
/// Truncated to seconds.
void PrintValue(std::ostream& out, std::chrono::system_clock::time_point time);

/// Known enumerators are printed bare, unknown ones in quotes.
template <typename E>
void PrintValue(std::ostream& out, const OpenEnum<E>& value) {
  if (value.value() == E::kUnknown) {
    PrintValue(out, std::string(ToString(value)));
  } else {
    out << ToString(value);
  }
}

template <typename Shape>
void PrintValue(std::ostream& out, const Shape& shape) {
  out << shape;
}

template <typename T>
void PrintValue(std::ostream& out, const std::vector<T>& values) {
  const char* separator = "";
  out << '[';
  for (const T& value : values) {
    out << separator;
    PrintValue(out, value);
    separator = ", ";
  }
  out << ']';
}

/// `ShapePrinter(out, "Tag").Member("Key", tag.key).Member("Value", tag.value).End()`.
class ShapePrinter {
 public:
  ShapePrinter(std::ostream& out, std::string_view shape) : out_(out) { out_ << shape << '{'; }

  template <typename T>
  ShapePrinter& Member(std::string_view name, const T& value) {
    out_ << separator_ << name << ": ";
    PrintValue(out_, value);
    separator_ = ", ";
    return *this;
  }

  /// Prints nothing if the member is absent.
  template <typename T>
  ShapePrinter& Member(std::string_view name, const std::optional<T>& value) {
    return value ? Member(name, *value) : *this;
  }

  std::ostream& End() { return out_ << '}'; }

 private:
  std::ostream& out_;
  const char* separator_ = "";
};

}  // namespace lookoutvision::internal
