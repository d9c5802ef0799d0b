// Printable: text from outside made safe for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_writer.h"

namespace package_model {

/// `text` as a JSON string of printable ASCII: `"two\nlines"`.
std::string JsonString(std::string_view text);

/// `text` itself if it is printable ASCII, otherwise JsonString().
std::string Printable(std::string_view text);

/// The indentation of the tool's JSON.
inline constexpr std::size_t kIndent = 4;

/// The document that was written, in lines of printable ASCII.
std::string PrintableJson(lookoutvision::internal::JsonWriter json);

}  // namespace package_model
