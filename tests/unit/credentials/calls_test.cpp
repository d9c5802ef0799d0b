// Tests of the limits and the errors of providers.
#include "credentials/calls.h"

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

TEST(SourceFailed, AddsTheSourceAndKeepsKindAndStatus) {
  const auto error = SourceFailed("the role r cannot be assumed", {.kind = ErrorKind::kService,
                                                                   .message = "not you",
                                                                   .code_name = "AccessDenied",
                                                                   .http_status = 403,
                                                                   .request_id = "r-1"});
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message, "the role r cannot be assumed: AccessDenied: not you");
  EXPECT_EQ(error.http_status, 403);
  EXPECT_EQ(error.request_id, "r-1");
}

TEST(SourceFailed, KeepsTimeoutsAndCancellations) {
  EXPECT_EQ(SourceFailed("x", {.kind = ErrorKind::kCancelled}).kind, ErrorKind::kCancelled);
  EXPECT_EQ(
      SourceFailed("x", {.kind = ErrorKind::kTimeout, .stop_reason = StopReason::kDeadlineTooNear}).kind,
      ErrorKind::kTimeout);
  EXPECT_EQ(SourceFailed("x", {.kind = ErrorKind::kTimeout}).kind, ErrorKind::kCredentials);
}

TEST(LoadContext, EndsWithItsTokenOrDeadline) {
  test::FakePlatform fake;
  const Platform platform = fake.platform();
  EXPECT_FALSE(IsOver({}, platform));
  EXPECT_FALSE(IsOver({.deadline = fake.steady_now + std::chrono::nanoseconds{1}}, platform));
  EXPECT_TRUE(IsOver({.deadline = fake.steady_now}, platform));
  std::stop_source source;
  EXPECT_FALSE(IsOver({.stop_token = source.get_token()}, platform));
  source.request_stop();
  EXPECT_TRUE(IsOver({.stop_token = source.get_token()}, platform));
}

}  // namespace
}  // namespace lookoutvision::internal
