// Tests of how the attempt loop gets its credentials, and of those that it refuses.
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

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

TEST_F(PipelineCredentials, TellsWhereItLookedForCredentials) {
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

TEST_F(PipelineCredentials, PassesItsLimitsToTheProviderAndItsErrorOn) {
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

TEST_F(PipelineCredentials, RefusesCredentialsThatWouldBreakAHeader) {
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

TEST_F(PipelineCredentials, RefusesHalfOfAPairOfKeys) {
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

TEST_F(PipelineCredentials, SendsNothingWhereLoadingTookAllTheTime) {
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

// Is asked to stop while it loads, and says what it likes.
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

TEST_F(PipelineCredentials, EndTheCallAsCancelledWhereItIsStoppedWhileTheyLoad) {
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

TEST_F(PipelineCredentials, NeverLiftsALimitByRounding) {
  ClientConfig config = Config();
  config.credentials =
      std::make_shared<SlowProvider>(fake_, milliseconds{999} + std::chrono::microseconds{999});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config, {.timeout = seconds{1}}));
  EXPECT_EQ(transport_->sent()[0].limits.timeout, milliseconds{1});
}

TEST_F(PipelineCredentials, LetsNoProviderWriteIntoTheUserAgent) {
  ClientConfig config = Config();
  config.credentials = std::make_shared<SlowProvider>(fake_, seconds{0});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->SentHeader(0, "User-Agent").find("evil"), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
