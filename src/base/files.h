// Files for the real Platform: read whole, and replaced in one step. What is in them is none of its business.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// The real `Platform::read_file` and `Platform::write_file`.
FileRead ReadWholeFile(const std::string& path);
std::string ReplaceFile(const std::string& path, std::string_view content);

}  // namespace lookoutvision::internal
