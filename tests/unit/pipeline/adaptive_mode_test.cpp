// Tests of the attempt loop in adaptive mode: when it sleeps for a token, and when the sleep ends.
#include <chrono>
#include <functional>
#include <stop_token>
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
using test::kThrottled;
using test::Start;

class AdaptiveMode : public test::PipelineTest {
 protected:
  ClientConfig Adaptive() {
    ClientConfig config = Config();
    config.retry.mode = RetryMode::kAdaptive;
    config.platform.sleep = [this, sleep = config.platform.sleep](nanoseconds duration,
                                                                  const std::stop_token& stop) {
      const bool slept = sleep(duration, stop);
      if (const auto then = std::exchange(after_sleep_, nullptr)) then();
      return slept;
    };
    return config;
  }
  /// A client whose only attempt was throttled, so that it has no token, and gets half a token per second.
  Client ThrottledClient() {
    ClientConfig config = Adaptive();
    config.retry.max_attempts = 1;
    Client client(config);
    transport_->Then(429, "{}", kThrottled);
    EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 1);
    EXPECT_TRUE(fake_.sleeps.empty());
    return client;
  }

  /// Called once, at the end of the next sleep.
  std::function<void()> after_sleep_;
};

TEST_F(AdaptiveMode, AddsItsFeatureToTheUserAgent) {
  transport_->Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(Call(Adaptive()));
  EXPECT_NE(transport_->SentHeader(0, "User-Agent").find(" m/F,N"), std::string::npos);
  ASSERT_TRUE(Call(Config()));
  EXPECT_NE(transport_->SentHeader(1, "User-Agent").find(" m/E,N"), std::string::npos);
}

TEST_F(AdaptiveMode, DoesNotSleepForATokenBeforeTheFirstThrottling) {
  transport_->Then(503).Then(500).Then(200, kStarted);
  ASSERT_TRUE(Call(Adaptive()));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{milliseconds{25}, milliseconds{50}}));
}

TEST_F(AdaptiveMode, SleepsForATokenBeforeARetryAndSignsAfterwards) {
  transport_->Then(429, "{}", kThrottled).Then(200, kStarted);
  ASSERT_TRUE(Call(Adaptive()));
  // The back-off is half a second, which adds a quarter of a token.
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{milliseconds{500}, milliseconds{1500}}));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123602Z");
}

TEST_F(AdaptiveMode, SleepsForATokenBeforeTheFirstAttemptOfTheNextCall) {
  const Client client = ThrottledClient();
  transport_->Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{2}});
}

TEST_F(AdaptiveMode, CountsAttemptsWithoutAResponse) {
  const Client client = ThrottledClient();
  transport_->ThenFail(test::kReset).Then(200, kStarted);
  EXPECT_FALSE(client.StartModelPackagingJob(Start()));
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(fake_.sleeps.size(), 2U);
}

TEST_F(AdaptiveMode, SleepsAgainIfAnotherCallTookTheToken) {
  const Client client = ThrottledClient();
  transport_->Then(200, kStarted).Then(200, kStarted);
  after_sleep_ = [&] { EXPECT_TRUE(client.StartModelPackagingJob(Start())); };
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, milliseconds{625}}));
  EXPECT_EQ(transport_->sent().size(), 3U);
}

TEST_F(AdaptiveMode, DoesNotSleepForATokenPastTheDeadline) {
  const Client client = ThrottledClient();
  const auto started = client.StartModelPackagingJob(Start(), {.timeout = seconds{2}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(
      started.error().message,
      "the service has throttled calls, and the rate of adaptive mode allows no attempt within the call's "
      "timeout of 2 s");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_TRUE(started.error().retryable);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_FALSE(started.error().may_have_taken_effect);
  EXPECT_TRUE(fake_.sleeps.empty());
  EXPECT_EQ(transport_->sent().size(), 1U);

  transport_->Then(200, kStarted);
  EXPECT_TRUE(client.StartModelPackagingJob(Start(), {.timeout = milliseconds{2001}}));
}

TEST_F(AdaptiveMode, ReportsTheLastErrorIfTheDeadlineLeavesNoTimeForAToken) {
  transport_->Then(429, R"({"message":"slower, please"})", kThrottled);
  const auto started = Call(Adaptive(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_TRUE(started.error().message.ends_with("timeout of 1 s, after: slower, please"));
  EXPECT_EQ(started.error().code, ErrorCode::kThrottlingException);
  EXPECT_EQ(started.error().http_status, 429);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{milliseconds{500}});
}

TEST_F(AdaptiveMode, EndsTheSleepForATokenOnAStopRequest) {
  const Client client = ThrottledClient();
  std::stop_source source;
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto before = fake_.steady_now;
  const auto started = client.StartModelPackagingJob(Start(), {.stop_token = source.get_token()});
  EXPECT_EQ(fake_.steady_now, before);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{2}});
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(AdaptiveMode, IsSharedByTheCopiesOfAClientOnly) {
  const Client client = ThrottledClient();
  const Client copy = client;
  transport_->Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(Call(Adaptive()));
  EXPECT_TRUE(fake_.sleeps.empty());
  ASSERT_TRUE(copy.StartModelPackagingJob(Start()));
  EXPECT_EQ(fake_.sleeps.size(), 1U);
}

}  // namespace
}  // namespace lookoutvision
