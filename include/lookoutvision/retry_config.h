// RetryConfig: how often, and after which delays, a client repeats a failed attempt.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// How a client protects the service from too many requests.
enum class RetryMode {
  kStandard,  ///< With the retry quota.
  kAdaptive,  ///< With the retry quota and, after throttling, a client-side rate limit for all attempts.
};

/// The retry rules of one client. The defaults are those of AWS's SDKs in 2026. The delay before retry i = 0,
/// 1, ... is `random(0,1) * min(x * 2^i, max_backoff)`, with x = `base_backoff` or, after throttling,
/// `throttling_backoff`.
struct RetryConfig {
  /// The maximum number of attempts of one call, including the first; at least 1. Absent: `AWS_MAX_ATTEMPTS`,
  /// `max_attempts` of the profile, else 3.
  std::optional<int> max_attempts = {};
  /// Absent: `AWS_RETRY_MODE`, `retry_mode` of the profile, else standard, which `legacy` means too.
  std::optional<RetryMode> mode = {};
  /// The longest first delay.
  std::chrono::milliseconds base_backoff{50};
  /// The longest first delay after throttling.
  std::chrono::milliseconds throttling_backoff{1000};
  /// The longest delay.
  std::chrono::milliseconds max_backoff{20'000};
  /// The retry quota that all calls of a client share, against retry storms; 0 allows no retry. A retry costs
  /// 14, or 5 after throttling; a success returns the cost of its last retry, or 1.
  int quota = 500;

  friend bool operator==(const RetryConfig&, const RetryConfig&) = default;  ///< Compares all members.
};

}  // namespace lookoutvision
