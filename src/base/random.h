// Random bytes of the system.
#pragma once

#include <cstddef>
#include <span>

namespace lookoutvision::internal {

/// Fills the bytes with unpredictable ones. Throws std::system_error if the system gives none, as under a
/// sandbox that allows neither getrandom nor /dev/urandom.
void SystemRandomBytes(std::span<std::byte> bytes);

}  // namespace lookoutvision::internal
