// Printable: text from outside made safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace package_model {

/// `text` itself if it is printable ASCII, otherwise `text` as a JSON string of printable ASCII:
/// `"two\nlines"`.
std::string Printable(std::string_view text);

}  // namespace package_model
