// The error of a call that failed for lack of file descriptors.
#pragma once

#include <optional>
#include <string>

#include <lookoutvision/error.h>

namespace lookoutvision::internal {

/// The error, all but `endpoint`, if the process has nearly no file descriptor left; `text` says what failed.
std::optional<Error> ExplainDescriptorShortage(std::string text);

}  // namespace lookoutvision::internal
