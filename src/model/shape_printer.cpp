// Prints values of members.
#include "model/shape_printer.h"

#include <cstddef>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxTextBytes = 256;

}  // namespace

void PrintValue(std::ostream& out, const std::string& text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  out << '"' << Printable(escaped, kMaxTextBytes) << '"';
}

void PrintValue(std::ostream& out, std::chrono::system_clock::time_point time) {
  out << FormatIso8601(time);
}

}  // namespace lookoutvision::internal
