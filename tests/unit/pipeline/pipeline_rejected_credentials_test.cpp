// Tests of how the attempt loop replaces credentials that the service rejects.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kStarted;

// Returns the keys A1, A2 and so on, up to the last; counts loads and rejections.
class RotatedProvider : public CredentialsProvider {
 public:
  explicit RotatedProvider(int last) : last_(last) {}
  LoadResult Load(const LoadContext&) override {
    loads = loads + 1;
    if (on_load) on_load();
    if (fails) return Error{.kind = ErrorKind::kCredentials, .message = "the vault is closed"};
    if (anonymous) return Credentials{};
    return Credentials{.access_key_id = "A" + std::to_string(std::min(loads, last_)),
                       .secret_access_key = "S"};
  }
  void Reject(const Credentials&) override { rejections = rejections + 1; }

  int loads = 0;
  int rejections = 0;
  bool fails = false;
  bool anonymous = false;
  std::function<void()> on_load;

 private:
  const int last_;
};

class PipelineRejectedCredentials : public test::PipelineTest {
 protected:
  ClientConfig ConfigWith(const std::shared_ptr<RotatedProvider>& provider) {
    ClientConfig config = Config();
    config.credentials = MakeCachedCredentials(provider, fake_.platform());
    return config;
  }
  void ThenReject(const std::string& code) {
    transport_->Then(403, R"({"message":"no"})", {{"x-amzn-ErrorType", code}});
  }
  bool SentKey(std::size_t attempt, const std::string& id) {
    return transport_->SentHeader(attempt, "Authorization").find("Credential=" + id + "/") !=
           std::string::npos;
  }
};

TEST_F(PipelineRejectedCredentials, AreReplacedAndTheCallRetried) {
  for (const std::string code :
       {"ExpiredTokenException", "ExpiredToken", "RequestExpired", "UnrecognizedClientException",
        "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken"}) {
    transport_ = std::make_shared<test::ScriptedTransport>();
    ThenReject(code);
    transport_->Then(200, kStarted);
    const auto provider = std::make_shared<RotatedProvider>(9);
    EXPECT_TRUE(Call(ConfigWith(provider))) << code;
    ASSERT_EQ(transport_->sent().size(), 2U) << code;
    EXPECT_TRUE(SentKey(0, "A1"));
    EXPECT_TRUE(SentKey(1, "A2"));
    EXPECT_EQ(provider->loads, 2);
  }
}

TEST_F(PipelineRejectedCredentials, AreReplacedOncePerCallAndOncePerMinute) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  const Client client(ConfigWith(provider));
  for (int i = 0; i < 4; ++i) ThenReject("ExpiredTokenException");
  for (int i = 0; i < 3; ++i) {
    const auto started = client.StartModelPackagingJob(test::Start());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code_name, "ExpiredTokenException");
    EXPECT_FALSE(started.error().retryable);
  }
  EXPECT_EQ(transport_->sent().size(), 4U);
  EXPECT_EQ(provider->loads, 2);
}

TEST_F(PipelineRejectedCredentials, AreNotSentAgain) {
  const auto provider = std::make_shared<RotatedProvider>(1);
  ThenReject("ExpiredTokenException");
  EXPECT_FALSE(Call(ConfigWith(provider)));
  EXPECT_EQ(transport_->sent().size(), 1U);
  EXPECT_EQ(provider->loads, 2);
}

TEST_F(PipelineRejectedCredentials, AreReplacedForTheNextCallWithoutRetries) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  ClientConfig config = ConfigWith(provider);
  config.retry.max_attempts = 1;
  const Client client(config);
  ThenReject("ExpiredTokenException");
  transport_->Then(200, kStarted);
  EXPECT_FALSE(client.StartModelPackagingJob(test::Start()));
  EXPECT_TRUE(client.StartModelPackagingJob(test::Start()));
  EXPECT_TRUE(SentKey(1, "A2"));
}

TEST_F(PipelineRejectedCredentials, ReportWhyThereAreNoOthers) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  const Client client(ConfigWith(provider));
  transport_->Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  provider->fails = true;
  ThenReject("ExpiredTokenException");
  const auto started = client.StartModelPackagingJob(test::Start());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code_name, "ExpiredTokenException");
  EXPECT_NE(started.error().message.find("no other credentials could be loaded: the vault is closed"),
            std::string::npos)
      << started.error();
}

TEST_F(PipelineRejectedCredentials, AreKeptAfterADenial) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  ThenReject("AccessDeniedException");
  EXPECT_FALSE(Call(ConfigWith(provider)));
  EXPECT_EQ(transport_->sent().size(), 1U);
  EXPECT_EQ(provider->loads, 1);
}

TEST_F(PipelineRejectedCredentials, AreReplacedOncePerCallWithoutACache) {
  ClientConfig config = Config();
  config.credentials = std::make_shared<RotatedProvider>(9);
  for (int i = 0; i < 3; ++i) ThenReject("ExpiredTokenException");
  EXPECT_FALSE(Call(config));
  EXPECT_EQ(transport_->sent().size(), 2U);
}

TEST_F(PipelineRejectedCredentials, AreNotReportedIfTheCallIsUnsigned) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  provider->anonymous = true;
  ClientConfig config = Config();
  config.credentials = provider;
  ThenReject("ExpiredTokenException");
  EXPECT_FALSE(Call(config));
  EXPECT_EQ(provider->loads, 1);
  EXPECT_EQ(provider->rejections, 0);
}

TEST_F(PipelineRejectedCredentials, DoNotHideThatTheCallWasStoppedDuringTheLoadOfOthers) {
  const auto provider = std::make_shared<RotatedProvider>(9);
  std::stop_source source;
  provider->on_load = [&] {
    if (provider->loads < 2) return;
    provider->fails = true;
    source.request_stop();
  };
  ClientConfig config = Config();
  config.credentials = provider;
  ThenReject("ExpiredTokenException");
  const auto started = Call(config, {.stop_token = source.get_token()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace lookoutvision
