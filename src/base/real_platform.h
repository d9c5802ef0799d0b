// The real Platform: with its companions in this room the one place of the library that reads clocks, sleeps,
// draws random bytes, reads the environment and opens files.
#pragma once

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// `platform` with the real thing wherever a member is empty.
Platform WithRealParts(Platform platform);

}  // namespace lookoutvision::internal
