// The process; see process.h.
#include "base/process.h"

#include <unistd.h>

namespace lookoutvision::internal {

std::int64_t ThisProcess() {
  return getpid();
}

}  // namespace lookoutvision::internal
