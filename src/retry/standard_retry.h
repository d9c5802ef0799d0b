// StandardRetry: whether and when a failed attempt is repeated, and the quota that all calls of a client
// share. It neither sleeps nor reads a clock.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include <lookoutvision/error.h>
#include <lookoutvision/retry_config.h>

#include "retry/classification.h"

namespace lookoutvision::internal {

/// What one call remembers between its attempts.
struct RetryState {
  int retries = 0;
  int last_cost = 0;
};

/// What ended an attempt, and what is left of the call.
struct FailedAttempt {
  RetryClass retry_class = RetryClass::kNotRetryable;
  std::optional<std::chrono::milliseconds> retry_after = {};
  /// Until the call's deadline; absent where it has none.
  std::optional<std::chrono::nanoseconds> remaining = {};
  /// The draw of `random(0,1)`.
  double random = 0;
};

struct RetryDecision {
  /// The wait before the next attempt; absent where there is none.
  std::optional<std::chrono::nanoseconds> delay;
  /// Why there is none.
  StopReason reason = StopReason::kNotRetryable;
};

/// Thread-safe without a lock.
class StandardRetry {
 public:
  StandardRetry(const RetryConfig& config, int max_attempts)
      : config_(config), max_attempts_(max_attempts), quota_(config.quota) {}

  /// Decides, and pays for the retry from the quota where there will be one.
  RetryDecision AfterFailure(RetryState& state, const FailedAttempt& failed);

  /// Gives back to the quota.
  void AfterSuccess(const RetryState& state);

 private:
  std::chrono::nanoseconds Backoff(int retry, const FailedAttempt& failed) const;
  bool Pay(int cost);

  const RetryConfig config_;
  const int max_attempts_;
  std::atomic<int> quota_;
};

}  // namespace lookoutvision::internal
