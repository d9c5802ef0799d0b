// Tests of how the attempt loop corrects clock skew.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using test::kStarted;
using test::Start;

using PipelineClockSkew = test::PipelineTest;

// Responds once that the time of the signature is invalid; the service's clock is an hour ahead.
void RejectOnce(test::ScriptedTransport& transport) {
  transport.Then(403, "{}",
                 {{"x-amzn-ErrorType", "RequestTimeTooSkewed"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
}

TEST_F(PipelineClockSkew, IsCorrectedAfterOneRejection) {
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

TEST_F(PipelineClockSkew, DoesNotExplainARejectionWithACorrectClock) {
  transport_->Then(
      403, "{}",
      {{"x-amzn-ErrorType", "InvalidSignatureException"}, {"Date", "Sun, 30 Aug 2015 12:39:00 GMT"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().code_name, "InvalidSignatureException");
}

TEST_F(PipelineClockSkew, IsNotCorrectedIfDisabled) {
  ClientConfig config = Config();
  config.disable_clock_skew_correction = true;
  transport_->Then(403, "{}",
                   {{"x-amzn-ErrorType", "RequestTimeTooSkewed"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  const Client client(config);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 1);
  transport_->Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "amz-sdk-request"), "attempt=1; max=3");
}

TEST_F(PipelineClockSkew, CostsQuotaAndBackOffLikeAnyRetry) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  RejectOnce(*transport_);
  transport_->Then(503);
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 2);
  EXPECT_EQ(started.error().stop_reason, StopReason::kRetryQuotaEmpty);
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{milliseconds{25}});
}

TEST_F(PipelineClockSkew, CountsAsAnAttempt) {
  ClientConfig config = Config();
  config.retry.max_attempts = 1;
  RejectOnce(*transport_);
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().stop_reason, StopReason::kAttemptsExhausted);
  EXPECT_TRUE(started.error().retryable);
}

TEST_F(PipelineClockSkew, IsMeasuredWithEveryResponseThatHasADate) {
  transport_->Then(200, kStarted, {{"Date", "Sun, 30 Aug 2015 12:39:00 GMT"}});
  transport_->Then(404, "{}", {{"Date", "Sun, 30 Aug 2015 12:46:00 GMT"}}).Then(200, kStarted);
  const Client client(Config());
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  ASSERT_FALSE(client.StartModelPackagingJob(Start()));
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123900Z");
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T124600Z");
}

using Fields = std::vector<std::pair<std::string, std::string>>;
const Fields kWrongDate{{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}};
const Fields kRejectedAtAWrongDate{{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"},
                                   {"x-amzn-ErrorType", "InvalidSignatureException"}};

TEST_F(PipelineClockSkew, IsKeptAfterASuccessWithAWrongDate) {
  const Client client(Config());
  RejectOnce(*transport_);
  transport_->Then(200, kStarted).Then(200, kStarted, kWrongDate).Then(200, kStarted, kWrongDate);
  for (int call = 0; call < 3; ++call) ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T133600Z");
  EXPECT_EQ(transport_->SentHeader(3, "X-Amz-Date"), "20150830T133600Z");
}

TEST_F(PipelineClockSkew, IsReplacedByTheLocalClockIfItIsRejected) {
  const Client client(Config());
  transport_->Then(404, "{}", kWrongDate).Then(403, "{}", kRejectedAtAWrongDate);
  transport_->Then(200, kStarted, kWrongDate).Then(200, kStarted, kWrongDate);
  ASSERT_FALSE(client.StartModelPackagingJob(Start()));
  // The first attempt of this call uses the wrong date, the second one the local clock.
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "19700101T000000Z");
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T123600Z");
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(3, "X-Amz-Date"), "20150830T123600Z");
}

TEST_F(PipelineClockSkew, TriesTheLocalClockOncePerCall) {
  ClientConfig config = Config();
  config.retry.max_attempts = 10;
  const Client client(config);
  transport_->Then(404, "{}", kWrongDate);
  ASSERT_FALSE(client.StartModelPackagingJob(Start()));
  for (int i = 0; i < 10; ++i) transport_->Then(403, "{}", kRejectedAtAWrongDate);
  // The attempts use the wrong date, the local clock, and the wrong date again.
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 3);
}

TEST_F(PipelineClockSkew, IsKeptIfAccessIsDenied) {
  const Client client(Config());
  RejectOnce(*transport_);
  transport_->Then(
      403, "{}", {{"x-amzn-ErrorType", "AccessDeniedException"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 2);
}

TEST_F(PipelineClockSkew, IsNotMeasuredWithAnOldResponse) {
  // The first response has the Age of a cache; the second one takes long.
  transport_->Then(200, kStarted, {{"Date", "Sun, 30 Aug 2015 11:36:00 GMT"}, {"Age", "3600"}});
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(std::chrono::minutes{16});
    HttpResponse response{.status = 200, .body = kStarted};
    response.headers.Add("Date", "Sun, 30 Aug 2015 13:36:00 GMT");
    return response;
  });
  transport_->Then(200, kStarted);
  const Client client(Config());
  for (int call = 0; call < 3; ++call) ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T125200Z");
}

TEST_F(PipelineClockSkew, IsSharedByTheCopiesOfAClientOnly) {
  transport_->Then(404, "{}", {{"Date", "Sun, 30 Aug 2015 12:46:00 GMT"}});
  transport_->Then(200, kStarted).Then(200, kStarted);
  const Client client(Config());
  const Client copy = client;
  ASSERT_FALSE(client.StartModelPackagingJob(Start()));
  ASSERT_TRUE(copy.StartModelPackagingJob(Start()));
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T124600Z");
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T123600Z");
}

TEST_F(PipelineClockSkew, IsMeasuredAgainIfTheLocalClockIsCorrected) {
  // The local clock is an hour slow, and then corrected.
  RejectOnce(*transport_);
  transport_->Then(200, kStarted, {{"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  const Client client(Config());
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  fake_.system_now += std::chrono::hours{1};
  RejectOnce(*transport_);
  transport_->Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(2, "X-Amz-Date"), "20150830T143600Z");
  EXPECT_EQ(transport_->SentHeader(3, "X-Amz-Date"), "20150830T133600Z");
}

// The wall clock changes by this number of hours during the first attempt.
class StepOfTheWallClock : public test::PipelineTest, public ::testing::WithParamInterface<int> {};

TEST_P(StepOfTheWallClock, DoesNotChangeTimeoutsAndBackOff) {
  ClientConfig config = Config();
  config.timeouts = {.attempt = seconds{4}, .call = seconds{5}};
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.system_now += std::chrono::hours{GetParam()};
    fake_.steady_now += milliseconds{2000};
    return Failure(test::kReset);
  });
  transport_->Then(200, kStarted);
  std::vector<nanoseconds> durations;
  config.on_attempt = [&](const AttemptEvent& event) { durations.push_back(event.duration); };
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{milliseconds{25}});
  EXPECT_EQ(transport_->sent()[1].options.timeout, milliseconds{2975});
  EXPECT_EQ(durations.front(), milliseconds{2000});
}

// The steady clock measures the round trip, so that the step is not part of the service's skew.
TEST_P(StepOfTheWallClock, DoesNotCountAsSkew) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.system_now += std::chrono::minutes{GetParam()};
    fake_.steady_now += seconds{2};
    HttpResponse response{.status = 200, .body = kStarted};
    response.headers.Add("Date", "Sun, 30 Aug 2015 12:36:01 GMT");
    return response;
  });
  transport_->Then(200, kStarted);
  const Client client(Config());
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  fake_.system_now -= std::chrono::minutes{GetParam()};
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "amz-sdk-request"), "ttl=20150830T123630Z; attempt=1; max=3");
}

INSTANTIATE_TEST_SUITE_P(ForthAndBack, StepOfTheWallClock, ::testing::Values(5, -5));

}  // namespace
}  // namespace lookoutvision
