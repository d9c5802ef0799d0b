// Tests of the timeouts of attempts and calls, and of the stop token, in each phase of a call.
#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::kReset;
using test::kStarted;

using PipelineTimeouts = test::PipelineTest;

TEST_F(PipelineTimeouts, LimitsEachAttemptToTheRemainingTimeOfTheCall) {
  ClientConfig config = Config();
  config.timeouts = {.connect = milliseconds{700}, .attempt = seconds{4}, .call = seconds{5}};
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(milliseconds{3500});
    return Failure(kReset);
  });
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  const auto sent = transport_->sent();
  EXPECT_EQ(sent[0].options.connect_timeout, milliseconds{700});
  EXPECT_EQ(sent[0].options.timeout, seconds{4});
  EXPECT_LE(sent[1].options.timeout, milliseconds{1475});
  EXPECT_GT(sent[1].options.timeout, milliseconds{1400});
}

TEST_F(PipelineTimeouts, DoesNotBackOffPastTheDeadline) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(milliseconds{975});
    return Failure(kReset);
  });
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "connection reset");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_TRUE(fake_.sleeps.empty());
}

// The deadline may pass between the last check and the send; a timeout of zero would mean none.
TEST_F(PipelineTimeouts, NeverPassesATimeoutOfZeroToTheTransport) {
  ClientConfig config = Config();
  config.platform.steady_now = [this] { return fake_.steady_now += milliseconds{10}; };
  std::size_t sent = 0;
  for (int timeout = 1; timeout < 200; ++timeout) {
    const auto transport = std::make_shared<test::ScriptedTransport>();
    transport->Then(200, kStarted);
    config.transport = transport;
    static_cast<void>(Call(config, {.timeout = milliseconds{timeout}}));
    for (const auto& request : transport->sent())
      EXPECT_GE(request.options.timeout, milliseconds{1}) << timeout;
    sent += transport->sent().size();
  }
  EXPECT_GT(sent, 100U);
}

TEST_F(PipelineTimeouts, SendsNothingIfTheDeadlineHasPassed) {
  const auto started = Call(Config(), {.timeout = milliseconds{0}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

// The configuration sets region and endpoint, but the profile is not ignored because of a short deadline.
TEST_F(PipelineTimeouts, EndsAProfileReadAtTheDeadlineAndReadsItAgainInTheNextCall) {
  fake_.environment["AWS_CONFIG_FILE"] = "/c";
  fake_.files["/c"] = "[default]\nmax_attempts=1\n";
  fake_.unreadable["/c"] = "nothing was written to it";
  fake_.on_read = [this] { fake_.Advance(seconds{5}); };
  std::optional<Error> reported;
  ClientConfig config = Config();
  config.on_call = [&](const CallEvent& event) {
    reported = event.error != nullptr ? *event.error : Error{};
  };
  const Client client(config);
  const auto timed_out = client.StartModelPackagingJob(test::Start(), {.timeout = seconds{5}});
  ASSERT_FALSE(timed_out);
  EXPECT_EQ(timed_out.error(),
            (Error{.kind = ErrorKind::kTimeout,
                   .message = "the call's timeout of 5 s has passed: /c cannot be read: nothing was "
                              "written to it",
                   .retryable = true,
                   .stop_reason = StopReason::kDeadlineTooNear,
                   .client_token = timed_out.error().client_token}));
  EXPECT_EQ(reported, timed_out.error());
  EXPECT_EQ(fake_.read_options.front().timeout, seconds{5});

  std::stop_source source;
  fake_.on_read = [&] { source.request_stop(); };
  const auto stopped = client.StartModelPackagingJob(test::Start(), {.stop_token = source.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(stopped.error().stop_reason, StopReason::kCancelled);
  EXPECT_TRUE(transport_->sent().empty());

  fake_.on_read = nullptr;
  fake_.unreadable.clear();
  transport_->ThenFail(kReset);
  EXPECT_EQ(client.StartModelPackagingJob(test::Start()).error().attempts, 1);
}

TEST_F(PipelineTimeouts, SendsNothingAfterAStopRequest) {
  std::stop_source source;
  source.request_stop();
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(PipelineTimeouts, EndsABackOffOnAStopRequest) {
  std::stop_source source;
  transport_->ThenFail(kReset);
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto before = fake_.steady_now;
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  // The stop request ended the sleep.
  EXPECT_EQ(fake_.steady_now, before);
  EXPECT_EQ(fake_.sleeps.size(), 1U);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_NE(started.error().message.find("connection reset"), std::string::npos);
  EXPECT_FALSE(started.error().client_token.empty());
}

TEST_F(PipelineTimeouts, PassesTheStopTokenAndDoesNotRetryACancelledAttempt) {
  std::stop_source source;
  transport_->Then([&](const HttpRequest&, const HttpSendOptions& options) {
    source.request_stop();
    EXPECT_TRUE(options.stop_token.stop_requested());
    return Failure({.kind = ErrorKind::kCancelled, .message = "cancelled while waiting for the response"});
  });
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 1);
}

TEST_F(PipelineTimeouts, ReportsTheLastErrorWhenTheDeadlinePasses) {
  transport_->ThenFail(kReset);
  fake_.on_sleep = [&] { fake_.Advance(seconds{2}); };
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().message, "the call's timeout of 1 s has passed, after: connection reset");
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
}

TEST_F(PipelineTimeouts, ReportsTheCallTimeoutIfItEndsAnAttempt) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions& options) {
    fake_.Advance(*options.timeout);
    return Failure({.kind = ErrorKind::kTimeout, .message = "silence", .retryable = true});
  });
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "the call's timeout of 1 s has passed: silence");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
}

TEST_F(PipelineTimeouts, DoesNotRetryInTheLastMillisecond) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions& options) {
    fake_.Advance(*options.timeout - std::chrono::microseconds{999});
    return Failure({.kind = ErrorKind::kTimeout, .message = "silence", .retryable = true});
  });
  ClientConfig config = Config();
  config.retry.base_backoff = milliseconds{0};
  const auto started = Call(config, {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "the call's timeout of 1 s has passed: silence");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_EQ(started.error().attempts, 1);
}

TEST_F(PipelineTimeouts, PassesNoTimeoutIfNoneIsConfigured) {
  ClientConfig config = Config();
  config.timeouts = {.connect = std::nullopt, .attempt = std::nullopt, .call = std::nullopt};
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->sent()[0].options.connect_timeout, std::nullopt);
  EXPECT_EQ(transport_->sent()[0].options.timeout, std::nullopt);
}

TEST_F(PipelineTimeouts, RejectsATimeoutOfZeroInTheConfiguration) {
  ClientConfig config = Config();
  config.timeouts.call = milliseconds{0};
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kConfiguration);
  EXPECT_EQ(started.error().message,
            "ClientConfig::timeouts.call is 0 ms: must be above zero, or std::nullopt for none");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(PipelineTimeouts, TreatsTheLongestDurationsAsNoTimeout) {
  ClientConfig config = Config();
  config.timeouts = {
      .connect = milliseconds::max(), .attempt = milliseconds::max(), .call = milliseconds::max()};
  config.retry.max_backoff = milliseconds::max();
  config.retry.base_backoff = milliseconds{0};
  transport_->Then(503, "{}", {{"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}}).Then(200, kStarted);
  EXPECT_TRUE(Call(config, {.timeout = milliseconds::max()}));
  EXPECT_EQ(transport_->SentHeader(1, "amz-sdk-request"), "attempt=2; max=3");
}

TEST_F(PipelineTimeouts, ReportsANegativeTimeoutAsZero) {
  const auto started = Call(Config(), {.timeout = milliseconds{-1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().message, "the call's timeout of 0 ms has passed");
}

}  // namespace
}  // namespace lookoutvision
