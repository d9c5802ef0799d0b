// RetryConfig: how often, how fast and how long a client repeats a failed attempt.
#pragma once

#include <chrono>
#include <optional>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// How a client goes easy on a service in trouble.
enum class RetryMode {
  kStandard,  ///< By the quota alone.
  kAdaptive,  ///< By the quota, and once the service has throttled also by a rate that the client keeps to.
};

/// Retries of one client. The defaults are AWS's rules of 2026; wait times are `random(0,1) * min(x * 2^i,
/// max_backoff)` before retry i = 0, 1, ..., where x is `base_backoff` or, after throttling,
/// `throttling_backoff`.
struct RetryConfig {
  /// Attempts of one call, the first included; at least 1. Absent: `AWS_MAX_ATTEMPTS`, `max_attempts` of the
  /// profile, else 3.
  std::optional<int> max_attempts = {};
  /// Absent: `AWS_RETRY_MODE`, `retry_mode` of the profile, else standard, which `legacy` means too.
  std::optional<RetryMode> mode = {};
  std::chrono::milliseconds base_backoff{50};
  std::chrono::milliseconds throttling_backoff{1000};
  std::chrono::milliseconds max_backoff{20'000};
  /// The bucket all calls of a client pay their retries from, against retry storms; 0 allows no retry at all.
  /// A retry costs 14, 5 after throttling; a success gives back what its last retry cost, or 1.
  int quota = 500;

  friend bool operator==(const RetryConfig&, const RetryConfig&) = default;
};

}  // namespace lookoutvision
