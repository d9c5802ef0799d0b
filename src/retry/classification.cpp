// Classifies errors for retries.
#include "retry/classification.h"

#include <algorithm>
#include <array>

namespace lookoutvision::internal {
namespace {

constexpr std::array<std::string_view, 14> kThrottlingCodes{
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
};

constexpr std::array<std::string_view, 2> kTransientCodes{"RequestTimeout", "RequestTimeoutException"};

constexpr int kTooManyRequests = 429;
constexpr std::array<int, 4> kTransientStatuses{500, 502, 503, 504};

constexpr std::array<std::string_view, 6> kSignatureCodes{
    "InvalidSignatureException", "InvalidSignature", "SignatureDoesNotMatch",
    "RequestTimeTooSkewed",      "RequestExpired",   "RequestInTheFuture",
};
constexpr std::array<std::string_view, 3> kDenialCodes{"AccessDenied", "AccessDeniedException",
                                                       "AuthFailure"};

constexpr std::array<std::string_view, 7> kRejectedCredentialsCodes{
    "ExpiredToken",         "ExpiredTokenException", "RequestExpired", "UnrecognizedClientException",
    "InvalidClientTokenId", "InvalidAccessKeyId",    "InvalidToken",
};

template <typename Range, typename T>
bool Contains(const Range& range, const T& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace

RetryClass Classify(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kTransport:
    case ErrorKind::kTimeout:
      return error.retryable ? RetryClass::kTransient : RetryClass::kNotRetryable;
    case ErrorKind::kService:
      if (Contains(kThrottlingCodes, error.code_name) || error.http_status == kTooManyRequests)
        return RetryClass::kThrottling;
      if (Contains(kTransientCodes, error.code_name) || Contains(kTransientStatuses, error.http_status)) {
        return RetryClass::kTransient;
      }
      return RetryClass::kNotRetryable;
    default:
      return RetryClass::kNotRetryable;
  }
}

bool RejectsSignature(std::string_view code_name) {
  return Contains(kSignatureCodes, code_name);
}

bool RejectsCredentials(std::string_view code_name) {
  return Contains(kRejectedCredentialsCodes, code_name);
}

bool MayMeanClockSkew(std::string_view code_name) {
  return RejectsSignature(code_name) || Contains(kDenialCodes, code_name);
}

}  // namespace lookoutvision::internal
