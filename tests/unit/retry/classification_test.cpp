// Tests of retry classification.
#include "retry/classification.h"

#include <string>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

RetryClass OfService(int status, std::string code_name) {
  return Classify({.kind = ErrorKind::kService, .code_name = std::move(code_name), .http_status = status});
}

TEST(Classification, RetriesTransientStatusesWithAnyCode) {
  for (const int status : {500, 502, 503, 504}) {
    EXPECT_EQ(OfService(status, ""), RetryClass::kTransient) << status;
    EXPECT_EQ(OfService(status, "NeverHeardOfException"), RetryClass::kTransient) << status;
  }
  for (const int status : {301, 400, 402, 403, 404, 409, 501, 505}) {
    EXPECT_EQ(OfService(status, "NeverHeardOfException"), RetryClass::kNotRetryable) << status;
  }
}

TEST(Classification, ClassifiesABare429AsThrottlingButNotABare408) {
  EXPECT_EQ(OfService(408, ""), RetryClass::kNotRetryable);
  EXPECT_EQ(OfService(429, ""), RetryClass::kThrottling);
  EXPECT_EQ(OfService(429, "SomethingElse"), RetryClass::kThrottling);
  EXPECT_EQ(OfService(408, "RequestTimeout"), RetryClass::kTransient);
  EXPECT_EQ(OfService(400, "RequestTimeoutException"), RetryClass::kTransient);
}

TEST(Classification, PrefersAThrottlingCodeOverTheStatus) {
  for (const char* code :
       {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "RequestThrottled", "TooManyRequestsException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
        "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException"}) {
    EXPECT_EQ(OfService(400, code), RetryClass::kThrottling) << code;
    EXPECT_EQ(OfService(503, code), RetryClass::kThrottling) << code;
  }
}

TEST(Classification, UsesTheRetryableFlagOfTransportErrors) {
  EXPECT_EQ(Classify({.kind = ErrorKind::kTransport, .retryable = true}), RetryClass::kTransient);
  EXPECT_EQ(Classify({.kind = ErrorKind::kTransport, .retryable = false}), RetryClass::kNotRetryable);
  EXPECT_EQ(Classify({.kind = ErrorKind::kTimeout, .retryable = true}), RetryClass::kTransient);
}

TEST(Classification, NeverRetriesOtherKinds) {
  for (const ErrorKind kind :
       {ErrorKind::kInvalidRequest, ErrorKind::kConfiguration, ErrorKind::kCredentials, ErrorKind::kCancelled,
        ErrorKind::kUnreadableResponse, ErrorKind::kJobFailed}) {
    EXPECT_EQ(Classify({.kind = kind, .http_status = 503, .retryable = true}), RetryClass::kNotRetryable)
        << kind;
  }
}

TEST(ClockSkewCodes, AreTheCodesThatRejectASignature) {
  for (const char* code :
       {"InvalidSignatureException", "InvalidSignature", "SignatureDoesNotMatch", "RequestTimeTooSkewed",
        "RequestExpired", "RequestInTheFuture", "AccessDenied", "AccessDeniedException", "AuthFailure"}) {
    EXPECT_TRUE(MayMeanClockSkew(code)) << code;
  }
  EXPECT_FALSE(MayMeanClockSkew("ValidationException"));
  EXPECT_FALSE(MayMeanClockSkew(""));
}

}  // namespace
}  // namespace lookoutvision::internal
