// Classifies errors for retries.
#pragma once

#include <string_view>

#include <lookoutvision/error.h>

namespace lookoutvision::internal {

enum class RetryClass {
  kNotRetryable,
  kTransient,   ///< The next attempt may succeed.
  kThrottling,  ///< The next attempt may succeed after a longer back-off.
};

/// Classifies by the error's kind, code name and status. A throttling code takes precedence over the status.
/// Status 429 is throttling with any code, and a bare 408 is not retryable.
RetryClass Classify(const Error& error);

/// Whether the code means that the signature or its time was rejected.
bool RejectsSignature(std::string_view code_name);

/// Whether the code means that the keys have expired or are unknown, so that others may be accepted.
bool RejectsCredentials(std::string_view code_name);

/// Whether the code may mean that the signature's time is wrong: the same codes, and access denied.
bool MayMeanClockSkew(std::string_view code_name);

}  // namespace lookoutvision::internal
