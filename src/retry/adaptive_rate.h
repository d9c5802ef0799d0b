// AdaptiveRate: the rate of attempts that a client in adaptive mode keeps to. What becomes of a failed
// attempt is StandardRetry's business. It neither sleeps nor reads a clock.
#pragma once

#include <chrono>

#include "base/per_process.h"

namespace lookoutvision::internal {

/// A bucket of tokens, one an attempt, whose filling follows the service's answers: off until the service
/// throttles, then cut to 0.7 of what was sent, and raised again along a cubic curve. Thread-safe. A child of
/// fork begins anew.
class AdaptiveRate {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  AdaptiveRate();
  ~AdaptiveRate();
  AdaptiveRate(const AdaptiveRate&) = delete;
  AdaptiveRate& operator=(const AdaptiveRate&) = delete;

  /// Takes the token of one attempt, and returns zero; or takes none, and returns how long it is until there
  /// is one, unless somebody else is faster.
  std::chrono::nanoseconds TakeToken(TimePoint now);

  /// Counts an attempt that has ended, and learns from it.
  void AfterAttempt(TimePoint now, bool throttled);

 private:
  struct State;
  PerProcess<State> state_;
};

}  // namespace lookoutvision::internal
