// The real Platform: clocks, sleep, random bytes, environment, files and processes.
#pragma once

#include <chrono>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// `platform`, with the real implementation of each member that is empty.
Platform WithRealParts(Platform platform);

/// The real clock, for waits outside the Platform: sockets wait in real time, whatever its clock returns.
std::chrono::steady_clock::time_point RealSteadyNow();

}  // namespace lookoutvision::internal
