// Formats JSON for people; used by the testing library and the tools.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

/// Compact JSON with one line per member and element, indented by `spaces` per level.
std::string Indented(std::string_view json, std::size_t spaces);

/// JSON in printable ASCII only: other characters in its strings become escapes, and bytes that are not
/// well-formed UTF-8 become `\ufffd`.
std::string AsciiJson(std::string_view json);

}  // namespace lookoutvision::internal
