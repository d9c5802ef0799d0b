// The process that the library runs in. Starting others is Platform's business.
#pragma once

#include <cstdint>

namespace lookoutvision::internal {

/// The id of this process: another one in a child of fork.
std::int64_t ThisProcess();

}  // namespace lookoutvision::internal
