// AdaptiveRate: limits the rate of attempts of a client in adaptive mode.
#pragma once

#include <chrono>

#include "base/per_process.h"

namespace lookoutvision::internal {

/// A token bucket, one token per attempt, whose fill rate follows the service's responses: off until the
/// service throttles, then cut to 0.7 of the measured rate, and raised again along a cubic curve.
/// Thread-safe. A child of fork starts with a new bucket.
class AdaptiveRate {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  AdaptiveRate();
  ~AdaptiveRate();
  AdaptiveRate(const AdaptiveRate&) = delete;
  AdaptiveRate& operator=(const AdaptiveRate&) = delete;

  /// Takes the token for one attempt and returns zero. If there is none, returns the time until there is one,
  /// unless another thread takes it.
  std::chrono::nanoseconds TakeToken(TimePoint now);

  /// Counts a finished attempt, and updates the rate.
  void AfterAttempt(TimePoint now, bool throttled);

 private:
  struct State;
  PerProcess<State> state_;
};

}  // namespace lookoutvision::internal
