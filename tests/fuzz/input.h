// Functions of the fuzz targets: they split the input, and end the program if a property does not hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include <lookoutvision/http_transport.h>

#include "base/text.h"

namespace lookoutvision::fuzz {

inline std::string_view AsText(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program with `property` as its message if `holds` is false.
inline void Require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

/// Removes the text up to the next `separator`, and the separator, from `input`. Returns the text.
inline std::string_view TakeUntil(char separator, std::string_view& input) {
  const auto end = input.find(separator);
  const auto taken = input.substr(0, end);
  input.remove_prefix(end == input.npos ? input.size() : end + 1);
  return taken;
}

/// The fields of an input, whose first byte is their separator. So a corpus can be written by hand, and a
/// field can contain any byte.
class Fields {
 public:
  explicit Fields(std::string_view input) : separator_(input.empty() ? '\n' : input.front()), rest_(input) {
    if (!rest_.empty()) rest_.remove_prefix(1);
  }

  /// The next field; empty after the last one.
  std::string Text() { return std::string(TakeUntil(separator_, rest_)); }

  /// The next field; absent if it is empty. A leading '=' is removed, so that "=" is an empty text.
  std::optional<std::string> OptionalText() {
    auto field = TakeUntil(separator_, rest_);
    if (field.empty()) return std::nullopt;
    if (field.front() == '=') field.remove_prefix(1);
    return std::string(field);
  }

  bool empty() const { return rest_.empty(); }

 private:
  char separator_;
  std::string_view rest_;
};

/// A response in the form `<status>\n<name>:<value>\n...\n\n<body>`.
inline HttpResponse ResponseFrom(std::string_view input) {
  HttpResponse response;
  response.status = static_cast<int>(internal::ParseNonNegative(TakeUntil('\n', input)).value_or(200) % 1000);
  for (auto line = TakeUntil('\n', input); !line.empty(); line = TakeUntil('\n', input)) {
    const auto name = TakeUntil(':', line);
    response.headers.Add(name, internal::Trim(line));
  }
  response.body = input;
  return response;
}

/// Characters that move a terminal's cursor, break the line or change the direction of the text.
inline bool IsUnprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C || c == 0x200E || c == 0x200F || c == 0x2028 ||
         c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Whether `text` is one line of UTF-8 without control characters.
inline bool IsPrintable(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    const auto code_point = internal::NextCodePoint(text, pos);
    if (!code_point || IsUnprintable(*code_point)) return false;
  }
  return true;
}

/// The output of `operator<<`, which must be printable.
template <typename T>
std::string Print(const T& value) {
  std::ostringstream out;
  out << value;
  Require(IsPrintable(out.str()), "printed text is one printable line");
  return std::move(out).str();
}

}  // namespace lookoutvision::fuzz
