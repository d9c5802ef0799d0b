// Runs child processes for the real Platform.
#pragma once

#include <string>

#include <spawn.h>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// Implements `Platform::run_process`. Neither needs a SIGCHLD handler nor interferes with one.
ProcessResult RunProcess(const std::string& command, const IoOptions& options);

/// Closes in the child every descriptor from `first` on that is open now. Misses descriptors that another
/// thread opens before the child starts and without close-on-exec.
void CloseListedDescriptors(posix_spawn_file_actions_t& actions, int first);

}  // namespace lookoutvision::internal
