// Tests of the attempt loop through the client, over a scripted transport and a world of its own.
#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::FakePlatform;
using test::ScriptedTransport;

StartModelPackagingJobRequest Start() {
  return StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1").WithConfiguration(
      {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}});
}

const Error kReset{.kind = ErrorKind::kTransport, .message = "connection reset", .retryable = true};
const std::string kStarted = R"({"JobName":"job-1"})";
const std::vector<std::pair<std::string, std::string>> kThrottled{
    {"x-amzn-ErrorType", "ThrottlingException"}};

class Pipeline : public ::testing::Test {
 protected:
  Pipeline() { fake_.SetRandomShare(0.5); }

  ClientConfig Config() {
    return {.region = "eu-west-1",
            .endpoint_url = "https://vision.plant7.example",
            .credentials =
                StaticCredentials({.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret"}),
            .transport = transport_,
            .platform = fake_.platform()};
  }
  Outcome<StartModelPackagingJobResult> Call(const ClientConfig& config, const CallOptions& options = {}) {
    return Client(config).StartModelPackagingJob(Start(), options);
  }

  FakePlatform fake_;
  std::shared_ptr<ScriptedTransport> transport_ = std::make_shared<ScriptedTransport>();
};

TEST_F(Pipeline, SendsOneCompleteSignedRequest) {
  transport_->Then(200, kStarted, {{"x-amzn-RequestId", "r-1"}});
  const auto started = Client(Config()).StartModelPackagingJob(Start().WithClientToken("token-1"));
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(started->job_name, "job-1");
  EXPECT_EQ(started->client_token, "token-1");
  EXPECT_EQ(started->request_id, "r-1");
  ASSERT_EQ(transport_->sent().size(), 1U);
  const HttpRequest request = transport_->sent()[0].request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs");
  EXPECT_EQ(request.body,
            R"({"ModelVersion":"1","Configuration":{"Greengrass":{"S3OutputLocation":{"Bucket":"bucket"},)"
            R"("ComponentName":"c"}}})");
  EXPECT_EQ(request.headers.Find("Host"), "vision.plant7.example");
  EXPECT_EQ(request.headers.Find("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.Find("X-Amzn-Client-Token"), "token-1");
  EXPECT_EQ(request.headers.Find("amz-sdk-request"), "attempt=1; max=3");
  EXPECT_EQ(request.headers.Find("X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(request.headers.Find("X-Amz-Security-Token"), std::nullopt);
  const std::string authorization(request.headers.Find("Authorization").value_or(""));
  EXPECT_TRUE(authorization.starts_with(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/lookoutvision/aws4_request, "
      "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amzn-client-token, "
      "Signature="))
      << authorization;
}

TEST_F(Pipeline, SendsNeitherBodyTypeNorTokenWithADescribe) {
  transport_->Then(200, "{}");
  ASSERT_TRUE(Client(Config()).DescribeModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j")));
  const HttpRequest request = transport_->sent()[0].request;
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs/j");
  EXPECT_EQ(request.headers.Find("Content-Type"), std::nullopt);
  EXPECT_EQ(request.headers.Find("X-Amzn-Client-Token"), std::nullopt);
  EXPECT_EQ(request.body, "");
}

TEST_F(Pipeline, PutsTheBasePathBeforeThePath) {
  transport_->Then(200, kStarted);
  ClientConfig config = Config();
  config.endpoint_url = "https://gw.example:8443/base%20path/";
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->sent()[0].request.url,
            "https://gw.example:8443/base%20path/2020-11-20/projects/p/modelpackagingjobs");
  EXPECT_EQ(transport_->SentHeader(0, "Host"), "gw.example:8443");
}

TEST_F(Pipeline, SucceedsOnTheThirdAttemptWithOneTokenAndOneInvocationId) {
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

TEST_F(Pipeline, GivesUpAfterThreeAttemptsAndSaysSo) {
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

TEST_F(Pipeline, SignsEveryAttemptAnew) {
  transport_->Then([&](const HttpRequest&, const HttpLimits&) {
    fake_.Advance(seconds{2});
    return Failure(kReset);
  });
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T123602Z");
  EXPECT_NE(transport_->SentHeader(0, "Authorization"), transport_->SentHeader(1, "Authorization"));
}

TEST_F(Pipeline, MakesAnotherTokenForEachCall) {
  fake_ = FakePlatform();
  transport_->Then(200, kStarted).Then(200, kStarted);
  const Client client(Config());
  const auto first = client.StartModelPackagingJob(Start());
  const auto second = client.StartModelPackagingJob(Start());
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->client_token, second->client_token);
  EXPECT_NE(transport_->SentHeader(0, "amz-sdk-invocation-id"),
            transport_->SentHeader(1, "amz-sdk-invocation-id"));
}

TEST_F(Pipeline, DoesNotRepeatARefusal) {
  transport_->Then(400, R"({"Message":"bad"})", {{"x-amzn-ErrorType", "ValidationException"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::kValidationException);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_FALSE(started.error().retryable);
  EXPECT_EQ(started.error().stop_reason, StopReason::kNotRetryable);
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Pipeline, DoesNotRepeatWhatItCannotRead) {
  transport_->Then(200, "<html>");
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().client_token, transport_->SentHeader(0, "X-Amzn-Client-Token"));
  EXPECT_TRUE(MayHaveTakenEffect(started.error()));
}

TEST_F(Pipeline, IgnoresAnErrorHeaderOnASuccess) {
  transport_->Then(202, kStarted, {{"x-amzn-ErrorType", "InternalServerException"}});
  EXPECT_TRUE(Call(Config()));
}

TEST_F(Pipeline, WaitsLongerAfterThrottlingAndAsTheServerWishes) {
  auto wishes = kThrottled;
  wishes.emplace_back("Retry-After", "3");
  transport_->Then(429, "{}", kThrottled).Then(429, "{}", wishes).Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  ASSERT_EQ(fake_.sleeps.size(), 2U);
  EXPECT_EQ(fake_.sleeps[0], milliseconds{500});
  EXPECT_EQ(fake_.sleeps[1], seconds{3});
}

TEST_F(Pipeline, StopsWhenTheQuotaIsEmpty) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  transport_->Then(500).Then(500);
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 2);
  EXPECT_EQ(started.error().stop_reason, StopReason::kRetryQuotaEmpty);
}

TEST_F(Pipeline, SharesTheQuotaBetweenCopiesOfAClient) {
  ClientConfig config = Config();
  config.retry.quota = 14;
  const Client client(config);
  const Client copy = client;
  transport_->Then(500).Then(500).Then(500);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().attempts, 2);
  EXPECT_EQ(copy.StartModelPackagingJob(Start()).error().attempts, 1);
}

TEST_F(Pipeline, SendsOnceWhereOneAttemptIsAllowed) {
  ClientConfig config = Config();
  config.retry.max_attempts = 1;
  transport_->Then(500);
  EXPECT_EQ(Call(config).error().attempts, 1);
  EXPECT_EQ(transport_->SentHeader(0, "amz-sdk-request"), "attempt=1; max=1");
}

TEST_F(Pipeline, BoundsEachAttemptByWhatIsLeftOfTheCall) {
  ClientConfig config = Config();
  config.timeouts = {.connect = milliseconds{700}, .attempt = seconds{4}, .call = seconds{5}};
  transport_->Then([&](const HttpRequest&, const HttpLimits&) {
    fake_.Advance(milliseconds{3500});
    return Failure(kReset);
  });
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  const auto sent = transport_->sent();
  EXPECT_EQ(sent[0].limits.connect_timeout, milliseconds{700});
  EXPECT_EQ(sent[0].limits.timeout, seconds{4});
  EXPECT_LE(sent[1].limits.timeout, milliseconds{1475});
  EXPECT_GT(sent[1].limits.timeout, milliseconds{1400});
}

TEST_F(Pipeline, StartsNoWaitThatTheDeadlineWouldCut) {
  transport_->Then([&](const HttpRequest&, const HttpLimits&) {
    fake_.Advance(milliseconds{975});
    return Failure(kReset);
  });
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "connection reset");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Pipeline, SendsNothingWhereTheTimeIsUpAlready) {
  const auto started = Call(Config(), {.timeout = milliseconds{0}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, SendsNothingAfterAStopRequest) {
  std::stop_source source;
  source.request_stop();
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, EndsABackOffByTheStopToken) {
  std::stop_source source;
  transport_->ThenFail(kReset);
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_NE(started.error().message.find("connection reset"), std::string::npos);
  EXPECT_FALSE(started.error().client_token.empty());
}

TEST_F(Pipeline, PassesTheStopTokenOnAndDoesNotRetryACancelledAttempt) {
  std::stop_source source;
  transport_->Then([&](const HttpRequest&, const HttpLimits& limits) {
    source.request_stop();
    EXPECT_TRUE(limits.stop_token.stop_requested());
    return Failure({.kind = ErrorKind::kCancelled, .message = "cancelled while waiting for the answer"});
  });
  const auto started = Call(Config(), {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 1);
}

TEST_F(Pipeline, SignsWithTheSessionTokenOfTheCredentials) {
  ClientConfig config = Config();
  config.credentials =
      StaticCredentials({.access_key_id = "A", .secret_access_key = "S", .session_token = "session"});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Security-Token"), "session");
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find(";x-amz-security-token;"), std::string::npos);
}

TEST_F(Pipeline, SendsUnsignedWithAnonymousCredentials) {
  ClientConfig config = Config();
  config.credentials = AnonymousCredentials();
  config.region.reset();
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  for (const char* name : {"Authorization", "X-Amz-Date", "X-Amz-Security-Token"}) {
    EXPECT_EQ(transport_->SentHeader(0, name), "") << name;
  }
}

TEST_F(Pipeline, NeedsARegionToSign) {
  ClientConfig config = Config();
  config.region.reset();
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kConfiguration);
  EXPECT_NE(started.error().message.find("AWS_REGION"), std::string::npos);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, TellsWhereItLookedForCredentials) {
  ClientConfig config = Config();
  config.credentials = nullptr;
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCredentials);
  EXPECT_NE(started.error().message.find("AWS_ACCESS_KEY_ID is not set"), std::string::npos);
  EXPECT_EQ(started.error().attempts, 0);
  fake_.environment = {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "S"}};
  transport_->Then(200, kStarted);
  EXPECT_TRUE(Call(config));
}

class FailingProvider : public CredentialsProvider {
 public:
  LoadResult Load(const LoadContext& context) override {
    seen = context;
    return Error{.kind = ErrorKind::kCredentials, .message = "the vault is closed"};
  }
  LoadContext seen;
};

TEST_F(Pipeline, PassesItsLimitsToTheProviderAndItsErrorOn) {
  ClientConfig config = Config();
  const auto provider = std::make_shared<FailingProvider>();
  config.credentials = provider;
  std::stop_source source;
  const auto started = Call(config, {.stop_token = source.get_token(), .timeout = seconds{9}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "the vault is closed");
  EXPECT_EQ(provider->seen.deadline, fake_.steady_now + seconds{9});
  EXPECT_EQ(provider->seen.stop_token, source.get_token());
}

TEST_F(Pipeline, RefusesCredentialsThatWouldBreakAHeader) {
  for (const Credentials& bad :
       {Credentials{.access_key_id = "A\r\nX: y", .secret_access_key = "S"},
        Credentials{.access_key_id = "A", .secret_access_key = "S", .session_token = "t\n"}}) {
    ClientConfig config = Config();
    config.credentials = StaticCredentials(bad);
    const auto started = Call(config);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kCredentials);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, RefusesHalfOfAPairOfKeys) {
  for (const Credentials& half : {Credentials{.access_key_id = "A", .secret_access_key = ""},
                                  Credentials{.access_key_id = "", .secret_access_key = "S"}}) {
    ClientConfig config = Config();
    config.credentials = StaticCredentials(half);
    const auto started = Call(config);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kCredentials);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

// Takes its time to load, and works for the second attempt only if told so.
class SlowProvider : public CredentialsProvider {
 public:
  SlowProvider(FakePlatform& platform, std::chrono::nanoseconds duration)
      : platform_(platform), duration_(duration) {}
  LoadResult Load(const LoadContext&) override {
    platform_.Advance(duration_);
    return Credentials{.access_key_id = "A", .secret_access_key = "S", .user_agent_features = "x\r\nevil: 1"};
  }

 private:
  FakePlatform& platform_;
  const std::chrono::nanoseconds duration_;
};

TEST_F(Pipeline, SendsNothingWhereLoadingTookAllTheTime) {
  ClientConfig config = Config();
  config.credentials =
      std::make_shared<SlowProvider>(fake_, milliseconds{1000} + std::chrono::microseconds{500});
  const auto started = Call(config, {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().message, "the call's limit of 1000 ms has passed");
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, NeverLiftsALimitByRounding) {
  ClientConfig config = Config();
  config.credentials =
      std::make_shared<SlowProvider>(fake_, milliseconds{999} + std::chrono::microseconds{999});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config, {.timeout = seconds{1}}));
  EXPECT_EQ(transport_->sent()[0].limits.timeout, milliseconds{1});
}

TEST_F(Pipeline, LetsNoProviderWriteIntoTheUserAgent) {
  ClientConfig config = Config();
  config.credentials = std::make_shared<SlowProvider>(fake_, seconds{0});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->SentHeader(0, "User-Agent").find("evil"), std::string::npos);
}

TEST_F(Pipeline, TellsWhatTheLastAttemptDiedOfWhereTheTimeRunsOut) {
  transport_->ThenFail(kReset);
  fake_.on_sleep = [&] { fake_.Advance(seconds{2}); };
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().message, "the call's limit of 1000 ms has passed, after: connection reset");
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
}

TEST_F(Pipeline, TellsThatTheCallsLimitCutAnAttemptShort) {
  transport_->Then([&](const HttpRequest&, const HttpLimits& limits) {
    fake_.Advance(limits.timeout);
    return Failure({.kind = ErrorKind::kTimeout, .message = "silence", .retryable = true});
  });
  const auto started = Call(Config(), {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "the call's limit of 1000 ms has passed: silence");
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
}

TEST_F(Pipeline, TakesTheLongestDurationsForNoLimit) {
  ClientConfig config = Config();
  config.timeouts = {
      .connect = milliseconds::max(), .attempt = milliseconds::max(), .call = milliseconds::max()};
  config.retry.max_backoff = milliseconds::max();
  config.retry.base_backoff = milliseconds{0};
  transport_->Then(503, "{}", {{"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}}).Then(200, kStarted);
  EXPECT_TRUE(Call(config, {.timeout = milliseconds::max()}));
  EXPECT_EQ(transport_->SentHeader(1, "amz-sdk-request"), "attempt=2; max=3");
}

TEST_F(Pipeline, CountsNoAttemptThatTheTransportRefusedToMake) {
  transport_->ThenFail({.kind = ErrorKind::kConfiguration, .message = "no such CA bundle"});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_FALSE(MayHaveTakenEffect(started.error()));
}

TEST_F(Pipeline, SendsExtraHeadersUnsigned) {
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config(), {.headers = {{"traceparent", "00-abc-01"}, {"traceparent", "again"}}}));
  EXPECT_EQ(transport_->SentHeader(0, "traceparent"), "00-abc-01");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization").find("traceparent"), std::string::npos);
}

TEST_F(Pipeline, RefusesExtraHeadersThatAreNotTheCallersToSet) {
  for (const char* name : {"Host", "authorization", "Content-Length", "transfer-encoding", "X-Amz-Date",
                           "x-amz-anything", "Content-Type", "expect", "user-agent", "X-Amzn-Client-Token",
                           "amz-sdk-request", "", "a b", "a:b", "a\r\nb"}) {
    const auto started = Call(Config(), {.headers = {{name, "v"}}});
    ASSERT_FALSE(started) << name;
    EXPECT_EQ(started.error().kind, ErrorKind::kInvalidRequest) << name;
  }
  const auto started = Call(Config(), {.headers = {{"x-note", "secret\r\nvalue"}}});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("x-note"), std::string::npos);
  EXPECT_EQ(started.error().message.find("secret"), std::string::npos);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, CorrectsItsClockAfterOneRejection) {
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

TEST_F(Pipeline, DoesNotRepeatARejectionThatTheClockDoesNotExplain) {
  transport_->Then(
      403, "{}",
      {{"x-amzn-ErrorType", "InvalidSignatureException"}, {"Date", "Sun, 30 Aug 2015 12:39:00 GMT"}});
  const auto started = Call(Config());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().attempts, 1);
  EXPECT_EQ(started.error().code_name, "InvalidSignatureException");
}

TEST_F(Pipeline, LeavesTheClockAloneWhereToldTo) {
  ClientConfig config = Config();
  config.disable_clock_skew_correction = true;
  transport_->Then(403, "{}",
                   {{"x-amzn-ErrorType", "RequestTimeTooSkewed"}, {"Date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  EXPECT_EQ(Call(config).error().attempts, 1);
}

TEST_F(Pipeline, SaysWhatBecameOfAmazonsEndpoint) {
  const Error lookup{.kind = ErrorKind::kTransport, .message = "could not resolve host", .retryable = true};
  for (int i = 0; i < 3; ++i) transport_->ThenFail(lookup);
  ClientConfig config = Config();
  config.endpoint_url.reset();
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().endpoint, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_NE(started.error().message.find("2025-10-31"), std::string::npos);
  EXPECT_NE(started.error().message.find("AWS_ENDPOINT_URL_LOOKOUTVISION"), std::string::npos);

  for (int i = 0; i < 3; ++i) transport_->ThenFail(lookup);
  EXPECT_EQ(Call(Config()).error().message, "could not resolve host");
}

TEST_F(Pipeline, TellsAConfigurationMistakeWithTheFirstCallAndRecovers) {
  ClientConfig config = Config();
  config.endpoint_url.reset();
  config.region.reset();
  const Client client(config);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().kind, ErrorKind::kConfiguration);
  fake_.environment["AWS_REGION"] = "eu-west-1";
  transport_->Then(200, kStarted);
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
}

TEST_F(Pipeline, RefusesARequestBeforeItLooksAtAnythingElse) {
  const auto started = Client().StartModelPackagingJob({});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kInvalidRequest);
}

struct Seen {
  int attempt;
  int status;
  std::string request_id;
  std::string error;
  std::optional<std::chrono::nanoseconds> next;
};

TEST_F(Pipeline, TellsOneEventAnAttempt) {
  std::vector<Seen> events;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent& event) {
    EXPECT_EQ(event.operation, "StartModelPackagingJob");
    EXPECT_EQ(event.endpoint, "https://vision.plant7.example");
    EXPECT_EQ(event.max_attempts, 3);
    events.push_back({event.attempt, event.http_status, std::string(event.request_id),
                      event.error ? event.error->message : "", event.next_attempt_in});
  };
  transport_->ThenFail(kReset)
      .Then(500, R"({"message":"oops"})", {{"x-amzn-RequestId", "r-2"}})
      .Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].attempt, 1);
  EXPECT_EQ(events[0].status, 0);
  EXPECT_EQ(events[0].error, "connection reset");
  EXPECT_EQ(events[0].next, milliseconds{25});
  EXPECT_EQ(events[1].status, 500);
  EXPECT_EQ(events[1].request_id, "r-2");
  EXPECT_EQ(events[1].error, "oops");
  EXPECT_EQ(events[1].next, milliseconds{50});
  EXPECT_EQ(events[2].attempt, 3);
  EXPECT_EQ(events[2].status, 200);
  EXPECT_EQ(events[2].request_id, "");
  EXPECT_EQ(events[2].error, "");
  EXPECT_EQ(events[2].next, std::nullopt);
}

TEST_F(Pipeline, LetsAnExceptionFromACallbackThroughAndWorksOn) {
  bool throws = true;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent&) {
    if (throws) throw std::runtime_error("mine");
  };
  const Client client(config);
  transport_->Then(200, kStarted).Then(200, kStarted);
  EXPECT_THROW(static_cast<void>(client.StartModelPackagingJob(Start())), std::runtime_error);
  throws = false;
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
}

TEST_F(Pipeline, LetsACallbackCallTheClientAgain) {
  std::unique_ptr<Client> client;
  int depth = 0;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent&) {
    if (depth++ == 0) {
      EXPECT_TRUE(client->StartModelPackagingJob(Start()));
    }
  };
  client = std::make_unique<Client>(config);
  transport_->Then(200, kStarted).Then(200, kStarted);
  EXPECT_TRUE(client->StartModelPackagingJob(Start()));
  EXPECT_EQ(depth, 2);
}

TEST_F(Pipeline, ShowsNoSecretInAnyErrorEventOrPrint) {
  const std::vector<std::string> secrets{"wJalrXUtnFEMI", "session-of-joe", "header-of-joe"};
  std::ostringstream shown;
  ClientConfig config = Config();
  config.credentials = StaticCredentials(
      {.access_key_id = "AKIDEXAMPLE", .secret_access_key = secrets[0], .session_token = secrets[1]});
  config.on_attempt = [&](const AttemptEvent& event) {
    shown << event.operation << event.endpoint << event.request_id;
    if (event.error) shown << *event.error << event.error->message;
  };
  transport_->ThenFail(kReset).Then(503).Then(400, "{}").Then(200, "<html>").Then(302);
  const Client client(config);
  for (int call = 0; call < 3; ++call) {
    const auto started = client.StartModelPackagingJob(Start(), {.headers = {{"x-note", secrets[2]}}});
    ASSERT_FALSE(started);
    shown << started.error() << started.error().message;
  }
  const auto refused = client.StartModelPackagingJob(Start(), {.headers = {{"x-note", secrets[2] + "\n"}}});
  ASSERT_FALSE(refused);
  shown << refused.error();
  for (const std::string& secret : secrets) {
    EXPECT_EQ(transport_->sent().size(), 5U);
    EXPECT_EQ(shown.str().find(secret), std::string::npos) << secret;
  }
}

class EchoTransport : public HttpTransport {
 public:
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpLimits&) override {
    // The token comes back as the job's name, so that a mix-up of two calls shows.
    return HttpResponse{.status = 200,
                        .body = R"({"JobName":")" +
                                std::string(request.headers.Find("X-Amzn-Client-Token").value_or("")) +
                                "\"}"};
  }
};

TEST(PipelineThreads, MayMakeTheirFirstCallsAtTheSameTime) {
  const Client client({.region = "eu-west-1",
                       .endpoint_url = "https://vision.plant7.example",
                       .credentials = StaticCredentials({.access_key_id = "A", .secret_access_key = "S"}),
                       .transport = std::make_shared<EchoTransport>()});
  constexpr int kThreads = 16;
  std::latch together(kThreads);
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        for (int call = 0; call < 20; ++call) {
          const auto started = client.StartModelPackagingJob(Start());
          if (started && started->job_name == started->client_token) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, kThreads * 20);
}

}  // namespace
}  // namespace lookoutvision
