// Random bytes from the system, and UUIDs.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace lookoutvision::internal {

/// Fills `bytes` with unpredictable bytes. Throws std::system_error if the system provides none, for example
/// in a sandbox that allows neither getrandom nor /dev/urandom.
void SystemRandomBytes(std::span<std::byte> bytes);

/// A version 4 UUID, `xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx` in lower case, from 16 bytes of
/// `random_bytes`.
std::string MakeUuid(const std::function<void(std::span<std::byte>)>& random_bytes);

}  // namespace lookoutvision::internal
