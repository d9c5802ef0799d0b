// Tests of a refresh of credentials: it uses the settings of the client, and reads the profile files once.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "base/crypto.h"
#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

constexpr const char* kRoleOfAProfile =
    "[default]\nrole_arn=A\nsource_profile=b\n"
    "[profile b]\naws_access_key_id=k\naws_secret_access_key=s\n";

// A client whose credentials come from a role or from SSO.
class ClientWithProviders : public test::CredentialsFixture {
 protected:
  ClientWithProviders() {
    fake_.environment = {{"HOME", "/home"}, {"AWS_EC2_METADATA_DISABLED", "true"}};
    config_.region = "eu-west-1";
    config_.transport = transport_;
    config_.platform = fake_.platform();
  }
  Outcome<DescribeModelPackagingJobResult> Call() {
    return Client(config_).DescribeModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"));
  }
  void UseARole() {
    fake_.files["/home/.aws/config"] = kRoleOfAProfile;
    transport_->Then(200, test::StsResponse("AssumeRole")).Then(200);
  }
  void UseSso() {
    fake_.files["/home/.aws/config"] =
        "[default]\nsso_session=dev\nsso_account_id=1\nsso_role_name=r\n"
        "[sso-session dev]\nsso_start_url=https://x.example\nsso_region=us-east-2\n";
    fake_.files["/home/.aws/sso/cache/" + internal::Sha1Hex("dev") + ".json"] =
        R"({"accessToken":"acc3ss","expiresAt":"2015-08-30T20:36:00Z"})";
    transport_->Then(200, R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret",)"
                          R"("sessionToken":"token","expiration":1440941760000}})");
    transport_->Then(200);
  }

  ClientConfig config_;
};

TEST_F(ClientWithProviders, SendsTheAppIdToSts) {
  UseARole();
  config_.app_id = "my-app";
  ASSERT_TRUE(Call());
  EXPECT_TRUE(transport_->SentHeader(0, "User-Agent").ends_with(" app/my-app"));
  EXPECT_TRUE(transport_->SentHeader(1, "User-Agent").ends_with(" app/my-app"));
}

TEST_F(ClientWithProviders, SendsTheAppIdToSso) {
  UseSso();
  config_.app_id = "my-app";
  ASSERT_TRUE(Call());
  EXPECT_TRUE(transport_->SentHeader(0, "User-Agent").ends_with(" app/my-app"));
}

TEST_F(ClientWithProviders, CallsStsInItsRetryMode) {
  UseARole();
  config_.retry.mode = RetryMode::kAdaptive;
  ASSERT_TRUE(Call());
  EXPECT_NE(transport_->SentHeader(0, "User-Agent").find(" m/F"), std::string::npos);
}

TEST_F(ClientWithProviders, CallsStsWithItsMaximumOfAttempts) {
  fake_.files["/home/.aws/config"] = kRoleOfAProfile;
  transport_->Then(503);
  config_.retry.max_attempts = 1;
  EXPECT_FALSE(Call());
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(ClientWithProviders, DoesNotApplySettingsOfItsServiceToSts) {
  UseARole();
  config_.endpoint_url = "https://vision.example";
  config_.signing_region = "there";
  config_.signing_name = "gateway";
  std::vector<std::string> events;
  config_.headers = {{"x-api-key", "k"}};
  config_.before_attempt = [&](const AttemptRequest& attempt) -> std::optional<Error> {
    events.emplace_back(attempt.operation);
    return std::nullopt;
  };
  config_.on_attempt = [&](const AttemptEvent& event) { events.emplace_back(event.operation); };
  config_.on_call = [&](const CallEvent& event) { events.emplace_back(event.operation); };
  ASSERT_TRUE(Call());
  EXPECT_EQ(transport_->sent()[0].request.url, "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find("/eu-west-1/sts/aws4_request"),
            std::string::npos);
  EXPECT_EQ(events, std::vector<std::string>(3, "DescribeModelPackagingJob"));
  EXPECT_EQ(transport_->SentHeader(0, "x-api-key"), "");
  EXPECT_EQ(transport_->SentHeader(1, "x-api-key"), "k");
}

class Refresh : public test::CredentialsFixture {
 protected:
  Refresh() { fake_.environment = {{"HOME", "/home"}, {"AWS_REGION", "eu-west-1"}}; }
  long ReadsOfConfig() const {
    return std::count(fake_.files_read.begin(), fake_.files_read.end(), "/home/.aws/config");
  }
};

TEST_F(Refresh, ReadsTheProfileFilesOnceForAChainOfRoles) {
  fake_.files["/home/.aws/config"] =
      "[default]\nrole_arn=A\nsource_profile=b\n[profile b]\nrole_arn=B\nsource_profile=c\n"
      "[profile c]\naws_access_key_id=k\naws_secret_access_key=s\n";
  transport_->Then(200, test::StsResponse("AssumeRole", "first"));
  transport_->Then(200, test::StsResponse("AssumeRole", "second"));
  const auto provider = MakeDefaultCredentials(Options());
  EXPECT_EQ(Loaded(*provider).access_key_id, "second");
  EXPECT_EQ(ReadsOfConfig(), 1);

  // The next refresh reads them again.
  fake_.Advance(std::chrono::hours{1});
  fake_.files["/home/.aws/config"] = "[default]\naws_access_key_id=new\naws_secret_access_key=s\n";
  EXPECT_EQ(Loaded(*provider).access_key_id, "new");
  EXPECT_EQ(ReadsOfConfig(), 2);
}

TEST_F(Refresh, ReadsTheProfileFilesOnceForAllProvidersOfTheDefaultChain) {
  fake_.files["/home/.aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = IPv6\n";
  transport_->ThenFail(test::kTimedOut);
  WhyAbsent(*MakeDefaultCredentials(Options()));
  EXPECT_EQ(transport_->sent().at(0).request.url, "http://[fd00:ec2::254]/latest/api/token");
  EXPECT_EQ(ReadsOfConfig(), 1);
}

TEST_F(Refresh, ReadsTheProfileFilesOnceForAWebIdentity) {
  fake_.environment["AWS_ROLE_ARN"] = "r";
  fake_.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  fake_.files["/token"] = "jwt";
  transport_->Then(200, test::StsResponse("AssumeRoleWithWebIdentity"));
  Loaded(*MakeDefaultCredentials(Options()));
  EXPECT_EQ(ReadsOfConfig(), 1);
}

TEST_F(Refresh, ReadsTheProfileFilesOnceForSso) {
  fake_.files["/home/.aws/config"] =
      "[default]\nsso_session=dev\nsso_account_id=1\nsso_role_name=r\n"
      "[sso-session dev]\nsso_start_url=https://x.example\nsso_region=us-east-2\n";
  fake_.files["/home/.aws/sso/cache/" + internal::Sha1Hex("dev") + ".json"] =
      R"({"accessToken":"acc3ss","expiresAt":"2015-08-30T12:40:00Z","refreshToken":"r","clientId":"c",)"
      R"("clientSecret":"s","registrationExpiresAt":"2015-12-01T00:00:00Z"})";
  transport_->Then(200, R"({"accessToken":"fr3sh","expiresIn":28800})");
  transport_->Then(200, R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret",)"
                        R"("sessionToken":"token","expiration":1440941760000}})");
  EXPECT_EQ(Loaded(*MakeProfileCredentials(Options())).access_key_id, "id");
  EXPECT_EQ(ReadsOfConfig(), 1);
}

}  // namespace
}  // namespace lookoutvision
