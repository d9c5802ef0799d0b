// JSON text laid out for people. Not part of the client library, whose JSON is for programs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

/// Compact JSON with a line for each member and element, indented by so many spaces a level.
std::string Indented(std::string_view json, std::size_t spaces);

/// JSON in printable ASCII alone: everything else in its strings becomes an escape, and what is not
/// well-formed UTF-8 becomes `\ufffd`.
std::string AsciiJson(std::string_view json);

}  // namespace lookoutvision::internal
