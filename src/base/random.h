// Random bytes from the system.
#pragma once

#include <cstddef>
#include <span>

namespace lookoutvision::internal {

/// Fills `bytes` with unpredictable bytes. Throws std::system_error if the system provides none, for example
/// in a sandbox that allows neither getrandom nor /dev/urandom.
void SystemRandomBytes(std::span<std::byte> bytes);

}  // namespace lookoutvision::internal
