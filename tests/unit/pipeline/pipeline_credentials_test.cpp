// Tests of how the attempt loop loads and validates credentials.
#include <chrono>
#include <cstddef>
#include <memory>
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
using std::chrono::seconds;
using test::FakePlatform;
using test::kStarted;

using PipelineCredentials = test::PipelineTest;

TEST_F(PipelineCredentials, ReportsEverySourceThatHadNone) {
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

TEST_F(PipelineCredentials, PassesDeadlineAndStopTokenToTheProviderAndReturnsItsError) {
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

class FixedProvider : public CredentialsProvider {
 public:
  explicit FixedProvider(Credentials credentials) : credentials_(std::move(credentials)) {}
  LoadResult Load(const LoadContext&) override { return credentials_; }

 private:
  const Credentials credentials_;
};

TEST_F(PipelineCredentials, RejectsInvalidCredentials) {
  const std::vector<std::pair<Credentials, std::string>> cases{
      {{.access_key_id = "A\r\nX: y", .secret_access_key = "S"},
       "Credentials::access_key_id contains a line break"},
      {{.access_key_id = "A/B", .secret_access_key = "S"}, "Credentials::access_key_id contains a slash"},
      {{.access_key_id = "A", .secret_access_key = "S S"}, "Credentials::secret_access_key contains a space"},
      {{.access_key_id = "A", .secret_access_key = "S", .session_token = "t\u00e9"},
       "Credentials::session_token contains a character that is not ASCII"},
      {{.access_key_id = "A", .secret_access_key = ""},
       "Credentials::access_key_id needs Credentials::secret_access_key, which is missing"},
      {{.access_key_id = "", .secret_access_key = "S"},
       "Credentials::secret_access_key needs Credentials::access_key_id, which is missing"},
      {{.access_key_id = "", .secret_access_key = "", .session_token = "t"},
       "Credentials::session_token needs Credentials::access_key_id and Credentials::secret_access_key, "
       "which are missing"}};
  for (const auto& [credentials, message] : cases) {
    ClientConfig config = Config();
    config.credentials = std::make_shared<FixedProvider>(credentials);
    const auto started = Call(config);
    ASSERT_FALSE(started) << message;
    EXPECT_EQ(started.error().kind, ErrorKind::kCredentials);
    EXPECT_TRUE(started.error().message.starts_with(
        "the credentials provider returned invalid credentials: " + message))
        << started.error();
  }
  EXPECT_TRUE(transport_->sent().empty());
}

// Loads for `duration`, and returns features that are invalid in a header.
class SlowProvider : public CredentialsProvider {
 public:
  SlowProvider(FakePlatform& platform, std::chrono::nanoseconds duration)
      : platform_(platform), duration_(duration) {}
  LoadResult Load(const LoadContext&) override {
    platform_.Advance(duration_);
    LoadResult loaded = Credentials{.access_key_id = "A", .secret_access_key = "S"};
    loaded.user_agent_features = "x\r\nevil: 1";
    return loaded;
  }

 private:
  FakePlatform& platform_;
  const std::chrono::nanoseconds duration_;
};

TEST_F(PipelineCredentials, SendsNothingIfLoadingExceedsTheDeadline) {
  ClientConfig config = Config();
  config.credentials =
      std::make_shared<SlowProvider>(fake_, milliseconds{1000} + std::chrono::microseconds{500});
  const auto started = Call(config, {.timeout = seconds{1}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(started.error().message, "the call's timeout of 1 s has passed");
  EXPECT_EQ(started.error().attempts, 0);
  EXPECT_TRUE(transport_->sent().empty());
}

// Requests a stop while it loads, and then returns `result`.
class StoppedProvider : public CredentialsProvider {
 public:
  StoppedProvider(std::stop_source source, LoadResult result) : source_(source), result_(std::move(result)) {}
  LoadResult Load(const LoadContext&) override {
    source_.request_stop();
    return result_;
  }

 private:
  std::stop_source source_;
  const LoadResult result_;
};

TEST_F(PipelineCredentials, ReportsAStopRequestDuringTheLoadAsCancelled) {
  for (const LoadResult& result :
       {LoadResult(Error{.kind = ErrorKind::kCredentials, .message = "interrupted"}),
        LoadResult(NotConfigured{.why = "interrupted"}),
        LoadResult(Credentials{.access_key_id = "A", .secret_access_key = "S"})}) {
    ClientConfig config = Config();
    std::stop_source source;
    config.credentials = std::make_shared<StoppedProvider>(source, result);
    const auto started = Call(config, {.stop_token = source.get_token()});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
    EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
    EXPECT_FALSE(started.error().retryable);
    EXPECT_EQ(started.error().attempts, 0);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(PipelineCredentials, RoundsTheRemainingTimeUpToAMillisecond) {
  ClientConfig config = Config();
  config.credentials =
      std::make_shared<SlowProvider>(fake_, milliseconds{999} + std::chrono::microseconds{999});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config, {.timeout = seconds{1}}));
  EXPECT_EQ(transport_->sent()[0].options.timeout, milliseconds{1});
}

TEST_F(PipelineCredentials, RejectsUserAgentFeaturesWithControlCharacters) {
  ClientConfig config = Config();
  config.credentials = std::make_shared<SlowProvider>(fake_, seconds{0});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->SentHeader(0, "User-Agent").find("evil"), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
