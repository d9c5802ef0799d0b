// The real Platform: with its companions in this room the one place of the library that reads clocks, sleeps,
// draws random bytes, reads the environment and opens files.
#pragma once

#include <chrono>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// `platform` with the real thing wherever a member is empty.
Platform WithRealParts(Platform platform);

/// For what is waited for outside the Platform: sockets wait in real time, whatever its clock shows.
std::chrono::steady_clock::time_point RealSteadyNow();

}  // namespace lookoutvision::internal
