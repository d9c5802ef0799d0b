// Printable: foreign text made safe for a terminal. Errors of the library print safely by themselves.
#pragma once

#include <string>
#include <string_view>

namespace package_model {

/// `text` itself where it is printable ASCII, else `text` as a JSON string of printable ASCII:
/// `"two\nlines"`.
std::string Printable(std::string_view text);

}  // namespace package_model
