// What a failure means for another attempt. When that attempt is made is not decided here (standard_retry.h).
#pragma once

#include <string_view>

#include <lookoutvision/error.h>

namespace lookoutvision::internal {

enum class RetryClass {
  kNotRetryable,
  kTransient,   ///< The next attempt may find it gone.
  kThrottling,  ///< The service asks for less; it gets a longer wait.
};

/// By the error's kind, code name and status. A throttling code wins over its status; status 429 is
/// throttling whatever its code, and a bare 408 is not retryable.
RetryClass Classify(const Error& error);

/// Codes that reject a signature or its time, and nothing else.
bool RejectsSignature(std::string_view code_name);

/// These, and further codes with which a service may mean that the signature's time is wrong.
bool MayMeanClockSkew(std::string_view code_name);

}  // namespace lookoutvision::internal
