// ShiftedClock: replaces the clocks of the C library.
#include "support/shifted_clock.h"

#include <ctime>

#include <dlfcn.h>

namespace lookoutvision::test {
namespace {

thread_local std::time_t ahead = 0;

}  // namespace

ShiftedClock::~ShiftedClock() {
  ahead = 0;
}

void ShiftedClock::Advance(std::chrono::seconds duration) {
  ahead += static_cast<std::time_t>(duration.count());
}

}  // namespace lookoutvision::test

// Exported, so that libcurl calls them instead of the C library's. glibc declares them noexcept, musl does
// not.
extern "C" {

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec* now) noexcept(
    noexcept(clock_gettime(clock, now))) {
  static const auto real = reinterpret_cast<int (*)(clockid_t, timespec*)>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int result = real(clock, now);
  if (result == 0) now->tv_sec += lookoutvision::test::ahead;
  return result;
}

__attribute__((visibility("default"))) std::time_t time(std::time_t* place) noexcept(noexcept(time(place))) {
  static const auto real = reinterpret_cast<std::time_t (*)(std::time_t*)>(dlsym(RTLD_NEXT, "time"));
  const std::time_t now = real(nullptr) + lookoutvision::test::ahead;
  if (place != nullptr) *place = now;
  return now;
}
}
