// Tests of Client::With: the settings that a new client changes, and the state that it shares.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kStarted;

// Returns credentials, and counts the loads.
class CountingProvider : public CredentialsProvider {
 public:
  LoadResult Load(const LoadContext&) override {
    ++loads;
    return Credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret"};
  }
  int loads = 0;
};

class ClientWith : public test::PipelineTest {
 protected:
  std::string Sent(std::size_t request, const char* name) { return transport_->SentHeader(request, name); }
};

TEST_F(ClientWith, ChangesSettingsOfTheNewClientOnly) {
  const Client client(Config());
  const Client changed = client.With([](ClientConfig& config) {
    EXPECT_EQ(config.region, "eu-west-1");
    config.region = "us-east-2";
    config.endpoint_url = "https://other.example/base";
    config.headers = {{"x-tenant", "plant7"}};
    config.retry.max_attempts = 1;
    config.credentials = MakeStaticCredentials({.access_key_id = "OTHER", .secret_access_key = "s3cret"});
  });
  transport_->Then(200, kStarted).Then(500, "").Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  const auto failed = changed.StartModelPackagingJob(test::Start());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().attempts, 1);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  EXPECT_EQ(Sent(1, "Host"), "other.example");
  EXPECT_EQ(Sent(1, "x-tenant"), "plant7");
  EXPECT_NE(Sent(1, "Authorization").find("Credential=OTHER/20150830/us-east-2/"), std::string::npos);
  for (const std::size_t request : {0U, 2U}) {
    EXPECT_EQ(Sent(request, "Host"), "vision.plant7.example");
    EXPECT_EQ(Sent(request, "x-tenant"), "");
    EXPECT_NE(Sent(request, "Authorization").find("Credential=AKIDEXAMPLE/20150830/eu-west-1/"),
              std::string::npos);
  }
}

TEST_F(ClientWith, SharesTheCredentialsOfTheClient) {
  ClientConfig config = Config();
  const auto counting = std::make_shared<CountingProvider>();
  config.credentials = MakeCachedCredentials(counting, fake_.platform());
  const Client client(config);
  const Client changed =
      client.With([](ClientConfig& changed_config) { changed_config.region = "us-east-2"; });
  transport_->Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  ASSERT_TRUE(changed.StartModelPackagingJob(test::Start()));
  EXPECT_EQ(counting->loads, 1);
}

TEST_F(ClientWith, SharesTheDefaultCredentialsUnlessTheProfileChanges) {
  ClientConfig config = Config();
  config.credentials = nullptr;
  fake_.environment["HOME"] = "/home/me";
  fake_.files["/home/me/.aws/credentials"] =
      "[default]\naws_access_key_id = FIRST\naws_secret_access_key = s\n"
      "[other]\naws_access_key_id = SECOND\naws_secret_access_key = s\n";
  const Client client(config);
  transport_->Then(200, kStarted).Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  // The cached credentials are used.
  fake_.files["/home/me/.aws/credentials"] =
      "[default]\naws_access_key_id = NEW\naws_secret_access_key = s\n"
      "[other]\naws_access_key_id = SECOND\naws_secret_access_key = s\n";
  const auto same = client.With([](ClientConfig& changed) {
    EXPECT_EQ(changed.credentials, nullptr);
    changed.region = "us-east-2";
  });
  ASSERT_TRUE(same.StartModelPackagingJob(test::Start()));
  const auto other = client.With([](ClientConfig& changed) { changed.profile = "other"; });
  ASSERT_TRUE(other.StartModelPackagingJob(test::Start()));
  EXPECT_NE(Sent(0, "Authorization").find("Credential=FIRST/"), std::string::npos);
  EXPECT_NE(Sent(1, "Authorization").find("Credential=FIRST/"), std::string::npos);
  EXPECT_NE(Sent(2, "Authorization").find("Credential=SECOND/"), std::string::npos);
}

TEST_F(ClientWith, OutlivesTheClientThatItWasMadeFrom) {
  auto client = std::make_unique<Client>(Config());
  const Client changed = client->With([](ClientConfig& config) { config.region = "us-east-2"; });
  client.reset();
  transport_->Then(200, kStarted);
  EXPECT_TRUE(changed.StartModelPackagingJob(test::Start()));
}

}  // namespace
}  // namespace lookoutvision
