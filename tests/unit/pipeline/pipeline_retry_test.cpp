// Tests of which attempts the attempt loop retries, and after which back-off.
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::kReset;
using test::kStarted;
using test::kThrottled;
using test::Start;

using PipelineRetry = test::PipelineTest;

TEST_F(PipelineRetry, SucceedsOnTheThirdAttemptWithOneTokenAndOneInvocationId) {
  transport_->Then(503).Then(503).Then(200, kStarted);
  const auto started = Call(Config());
  ASSERT_TRUE(started) << started.error();
  const auto sent = transport_->sent();
  ASSERT_EQ(sent.size(), 3U);
  std::set<std::string> tokens, invocations, dates;
  for (std::size_t i = 0; i < 3; ++i) {
    tokens.insert(transport_->SentHeader(i, "X-Amzn-Client-Token"));
    invocations.insert(transport_->SentHeader(i, "amz-sdk-invocation-id"));
    EXPECT_EQ(transport_->SentHeader(i, "amz-sdk-request"), "attempt=" + std::to_string(i + 1) + "; max=3");
    EXPECT_EQ(sent[i].request.body, sent[0].request.body);
  }
  EXPECT_EQ(tokens, std::set<std::string>{started->client_token});
  EXPECT_EQ(started->client_token.size(), 36U);
  EXPECT_EQ(invocations.size(), 1U);
  EXPECT_EQ(fake_.sleeps, (std::vector<std::chrono::nanoseconds>{milliseconds{25}, milliseconds{50}}));
}

TEST_F(PipelineRetry, StopsAfterThreeAttemptsAndReportsThem) {
  transport_->Then(503)
      .Then(503)
      .Then(503, R"({"message":"busy"})", {{"x-amzn-RequestId", "r-3"}})
      .Then(200, kStarted);
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(transport_->sent().size(), 3U);
  const Error& error = started.error();
  EXPECT_EQ(error.kind, ErrorKind::kService);
  EXPECT_EQ(error.message, "busy");
  EXPECT_EQ(error.http_status, 503);
  EXPECT_EQ(error.request_id, "r-3");
  EXPECT_EQ(error.endpoint, "https://vision.plant7.example");
  EXPECT_EQ(error.attempts, 3);
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(error.stop_reason, StopReason::kAttemptsExhausted);
  EXPECT_EQ(error.client_token, transport_->SentHeader(2, "X-Amzn-Client-Token"));
  EXPECT_EQ(fake_.sleeps.size(), 2U);
}

TEST_F(PipelineRetry, SignsEveryAttemptAgain) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{2});
    return Failure(kReset);
  });
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123602Z");
  EXPECT_NE(transport_->SentHeader(0, "Authorization"), transport_->SentHeader(1, "Authorization"));
}

TEST_F(PipelineRetry, DoesNotRetryARejectedRequest) {
  transport_->Then(400, R"({"Message":"bad"})", {{"x-amzn-ErrorType", "ValidationException"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::kValidationException);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_FALSE(started.error().retryable);
  EXPECT_EQ(started.error().stop_reason, StopReason::kNotRetryable);
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(PipelineRetry, DoesNotRetryAfterAnUnreadableResponse) {
  transport_->Then(200, "<html>");
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().client_token, transport_->SentHeader(0, "X-Amzn-Client-Token"));
  EXPECT_TRUE(started.error().may_have_taken_effect);
}

TEST_F(PipelineRetry, BacksOffLongerAfterThrottlingAndHonoursRetryAfter) {
  auto headers = kThrottled;
  headers.emplace_back("Retry-After", "3");
  transport_->Then(429, "{}", kThrottled).Then(429, "{}", headers).Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  ASSERT_EQ(fake_.sleeps.size(), 2U);
  EXPECT_EQ(fake_.sleeps[0], milliseconds{500});
  EXPECT_EQ(fake_.sleeps[1], seconds{3});
}

// A service may send this header with any response that is retried.
TEST_F(PipelineRetry, HonoursXAmzRetryAfterInMilliseconds) {
  const auto busy = [this](const std::string& retry_after) {
    transport_->Then(503, "{}", {{"x-amz-retry-after", retry_after}});
  };
  ClientConfig config = Config();
  config.retry.max_attempts = 5;
  busy("1500");
  busy("60000");
  busy("20");
  busy("soon");
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  // The requested 1.5 s; 5 s above the computed 50 ms; at least the computed 100 ms; and the computed 200 ms.
  EXPECT_EQ(fake_.sleeps, (std::vector<std::chrono::nanoseconds>{milliseconds{1500}, milliseconds{5050},
                                                                 milliseconds{100}, milliseconds{200}}));
}

// Gateways send responses without an error of the model, or with a date.
TEST_F(PipelineRetry, HonoursRetryAfterOnEveryRetriedResponse) {
  for (const auto& [status, headers] :
       std::vector<std::pair<int, std::vector<std::pair<std::string, std::string>>>>{
           {502, {{"Retry-After", "3"}}},
           {503, {{"Retry-After", "3"}}},
           {429, {{"Retry-After", "3"}}},
           {400, {{"Retry-After", "3"}, {"x-amzn-ErrorType", "TooManyRequestsException"}}},
           {503,
            {{"Retry-After", "Sun, 30 Aug 2015 12:36:03 GMT"}, {"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}}}}) {
    transport_->Then(status, "<html>", headers).Then(200, kStarted);
    ASSERT_TRUE(Call(Config())) << status;
    EXPECT_EQ(fake_.sleeps.back(), seconds{3}) << status;
  }
}

TEST_F(PipelineRetry, ExtendsTheBackOffByAtMostFiveSeconds) {
  transport_->Then(503, "", {{"x-amz-retry-after", "10000000000000000000"}}).Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(fake_.sleeps, (std::vector<std::chrono::nanoseconds>{milliseconds{5025}}));
}

TEST_F(PipelineRetry, TreatsStatus429AsThrottling) {
  transport_->Then(429, "<html>").Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(fake_.sleeps, (std::vector<std::chrono::nanoseconds>{milliseconds{500}}));
}

TEST_F(PipelineRetry, DoesNotRetryARejectedRequestWithRetryAfter) {
  transport_->Then(400, "{}", {{"x-amz-retry-after", "1500"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().stop_reason, StopReason::kNotRetryable);
  EXPECT_EQ(started.error().retry_after, milliseconds{1500});
}

TEST_F(PipelineRetry, StopsIfRetryAfterExceedsTheDeadline) {
  auto headers = kThrottled;
  headers.emplace_back("Retry-After", "3");
  transport_->Then(429, "{}", headers);
  // The computed back-off of half a second would end in time.
  const auto started = Call(Config(), {.timeout = seconds{2}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::kThrottlingException);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_TRUE(started.error().retryable);
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_EQ(started.error().retry_after, seconds{3});
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(PipelineRetry, ReportsTheEndOfTheServiceOnlyIfItCannotBeReached) {
  ClientConfig config = Config();
  config.endpoint_url.reset();
  const auto says_so = [&] {
    const auto started = Call(config);
    return !started && started.error().message.find("2025-10-31") != std::string::npos;
  };
  transport_->ThenFail(kReset).ThenFail(kReset).ThenFail(kReset);
  EXPECT_TRUE(says_so());
  transport_->Then(403);
  EXPECT_FALSE(says_so());
  transport_->Then(503).Then(503).Then(503);
  EXPECT_FALSE(says_so());
  // If the certificate is invalid, a server has responded.
  transport_->ThenFail({.kind = ErrorKind::kTransport, .message = "untrusted certificate"});
  EXPECT_FALSE(says_so());
  config.endpoint_url = "https://vision.plant7.example";
  transport_->ThenFail(kReset).ThenFail(kReset).ThenFail(kReset);
  EXPECT_FALSE(says_so());
}

TEST_F(PipelineRetry, StopsWhenTheQuotaIsEmpty) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  transport_->Then(500).Then(500);
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 2);
  EXPECT_EQ(started.error().stop_reason, StopReason::kRetryQuotaEmpty);
}

TEST_F(PipelineRetry, SharesTheQuotaBetweenCopiesOfAClient) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  const Client client(config);
  const Client copy = client;
  transport_->Then(500).Then(500).Then(500);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 2);
  EXPECT_EQ(copy.StartModelPackagingJob(Start()).error().attempts, 1);
}

TEST_F(PipelineRetry, RefillsTheQuotaAfterSuccesses) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  const Client client(config);
  // Each of these calls needs the whole quota.
  for (int call = 0; call < 3; ++call) {
    transport_->Then(500).Then(200, kStarted);
    ASSERT_TRUE(client.StartModelPackagingJob(Start())) << call;
  }
  transport_->Then(500).Then(400);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 2);
  // The failed call refilled nothing, and a success without a retry refills one.
  for (int call = 0; call < 13; ++call) {
    transport_->Then(200, kStarted);
    EXPECT_TRUE(client.StartModelPackagingJob(Start()));
  }
  transport_->Then(500);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().stop_reason, StopReason::kRetryQuotaEmpty);
  transport_->Then(200, kStarted).Then(500).Then(200, kStarted);
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
}

TEST_F(PipelineRetry, SendsOnceIfOneAttemptIsAllowed) {
  ClientConfig config = Config();
  config.retry.max_attempts = 1;
  transport_->Then(500);
  EXPECT_EQ(Call(config).error().attempts, 1);
  EXPECT_EQ(transport_->SentHeader(0, "amz-sdk-request"), "attempt=1; max=1");
}

TEST_F(PipelineRetry, DoesNotCountAnAttemptThatTheTransportRejects) {
  transport_->ThenFail({.kind = ErrorKind::kConfiguration, .message = "no such CA bundle"});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_FALSE(started.error().may_have_taken_effect);
}

}  // namespace
}  // namespace lookoutvision
