// Version 4 UUIDs, for idempotency tokens and invocation ids.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace lookoutvision::internal {

/// `xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx`, lower case, from 16 bytes of `random_bytes`.
std::string MakeUuid(const std::function<void(std::span<std::byte>)>& random_bytes);

}  // namespace lookoutvision::internal
