// ShiftedClock: lets time pass for one thread, so that what ages in libcurl ages in a test without waiting.
// It changes nothing for the library, which asks Platform.
#pragma once

#include <chrono>

namespace lookoutvision::test {

/// While it lives, the C library's clocks (`clock_gettime` and `time`) are ahead for the thread that made it.
class ShiftedClock {
 public:
  ShiftedClock() = default;
  ~ShiftedClock();
  ShiftedClock(const ShiftedClock&) = delete;
  ShiftedClock& operator=(const ShiftedClock&) = delete;

  void Advance(std::chrono::seconds duration);
};

}  // namespace lookoutvision::test
