// StandardRetry: decides whether and when to retry, with a quota that all calls of a client share.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include <lookoutvision/error.h>
#include <lookoutvision/retry_config.h>

#include "retry/classification.h"

namespace lookoutvision::internal {

/// The state of one call between its attempts.
struct RetryState {
  int retries = 0;
  int last_cost = 0;
};

/// A failed attempt, and the remaining time of the call.
struct FailedAttempt {
  RetryClass retry_class = RetryClass::kNotRetryable;
  std::optional<std::chrono::milliseconds> retry_after = {};
  /// The time until the call's deadline; absent if there is none.
  std::optional<std::chrono::nanoseconds> remaining = {};
  /// A random number from 0 to 1.
  double random = 0;
};

struct RetryDecision {
  /// The delay before the next attempt; absent if there is none.
  std::optional<std::chrono::nanoseconds> delay;
  /// Why there is no next attempt.
  StopReason reason = StopReason::kNotRetryable;
};

/// Thread-safe and lock-free.
class StandardRetry {
 public:
  StandardRetry(const RetryConfig& config, int max_attempts)
      : config_(config), max_attempts_(max_attempts), quota_(config.quota) {}

  /// Decides whether to retry, and takes the cost of the retry from the quota.
  RetryDecision AfterFailure(RetryState& state, const FailedAttempt& failed);

  /// Returns the cost of the last retry to the quota, or a small gain if there was none.
  void AfterSuccess(const RetryState& state);

 private:
  std::chrono::nanoseconds Backoff(int retry, const FailedAttempt& failed) const;
  bool TakeQuota(int cost);

  const RetryConfig config_;
  const int max_attempts_;
  std::atomic<int> quota_;
};

}  // namespace lookoutvision::internal
