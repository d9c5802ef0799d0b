// Processes as the real Platform runs them.
#pragma once

#include <string>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// Platform::run_process. Needs no handler of SIGCHLD, and disturbs none.
ProcessResult RunProcess(const std::string& command, const IoLimits& limits);

}  // namespace lookoutvision::internal
