// The process that the library runs in, and its forks. Starting others is Platform's business.
#pragma once

#include <cstdint>
#include <functional>

namespace lookoutvision::internal {

/// The id of this process: another one in a child of fork.
std::int64_t ThisProcess();

/// Runs `work` while no other thread can fork: a fork waits for its end. For what a child could not finish,
/// if it were begun by a thread that the child does not have. One `work` runs at a time; it must not fork.
void WithoutFork(const std::function<void()>& work);

}  // namespace lookoutvision::internal
