// Tests of how the attempt loop follows the service's clock.
#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kStarted;
using test::Start;

using PipelineClockSkew = test::PipelineTest;

TEST_F(PipelineClockSkew, CorrectsItsClockAfterOneRejection) {
  // The service's clock is an hour ahead.
  transport_->Then(
      403, "{}",
      {{"x-amzn-ErrorType", "InvalidSignatureException"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  transport_->Then(200, kStarted).Then(200, kStarted);
  const Client client(Config());
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T133600Z");
  EXPECT_EQ(transport_->SentHeader(1, "amz-sdk-request"), "ttl=20150830T133630Z; attempt=2; max=3");
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T133600Z");
}

TEST_F(PipelineClockSkew, DoesNotRepeatARejectionThatTheClockDoesNotExplain) {
  transport_->Then(
      403, "{}",
      {{"x-amzn-ErrorType", "InvalidSignatureException"}, {"Date", "Sun, 30 Aug 2015 12:39:00 GMT"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().code_name, "InvalidSignatureException");
}

TEST_F(PipelineClockSkew, LeavesTheClockAloneWhereToldTo) {
  ClientConfig config = Config();
  config.disable_clock_skew_correction = true;
  transport_->Then(403, "{}",
                   {{"x-amzn-ErrorType", "RequestTimeTooSkewed"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  EXPECT_EQ(Call(config).error().attempts, 1);
}

}  // namespace
}  // namespace lookoutvision
