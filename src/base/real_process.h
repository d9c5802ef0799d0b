// Runs child processes for the real Platform.
#pragma once

#include <string>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// Implements `Platform::run_process`. Neither needs a SIGCHLD handler nor interferes with one.
ProcessResult RunProcess(const std::string& command, const IoOptions& options);

}  // namespace lookoutvision::internal
