// ShiftedClock: advances libcurl's clock for one thread, to test expiry without waiting.
#pragma once

#include <chrono>

namespace lookoutvision::test {

/// During its lifetime, the C library's clocks (`clock_gettime` and `time`) are ahead in the thread that
/// created it.
class ShiftedClock {
 public:
  ShiftedClock() = default;
  ~ShiftedClock();
  ShiftedClock(const ShiftedClock&) = delete;
  ShiftedClock& operator=(const ShiftedClock&) = delete;

  void Advance(std::chrono::seconds duration);
};

}  // namespace lookoutvision::test
