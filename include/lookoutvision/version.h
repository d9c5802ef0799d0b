// The version of the library. The build reads it from here; it stands nowhere else.
#pragma once

#include <string_view>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// `<major>.<minor>.<patch>`. Until 1.0 each minor version may change the API and the ABI.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace lookoutvision
