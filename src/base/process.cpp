// The process and its forks; see process.h.
#include "base/process.h"

#include <mutex>

#include <pthread.h>
#include <unistd.h>

namespace lookoutvision::internal {
namespace {

// Needs no destructor, and so holds until the last static object has gone.
std::mutex no_fork;

// Before main, since a fork could come between its beginning and its end as well.
[[maybe_unused]] const int kForkHandlers =
    pthread_atfork([] { no_fork.lock(); }, [] { no_fork.unlock(); }, [] { no_fork.unlock(); });

}  // namespace

std::int64_t ThisProcess() {
  return getpid();
}

void WithoutFork(const std::function<void()>& work) {
  const std::lock_guard lock(no_fork);
  work();
}

}  // namespace lookoutvision::internal
