// Tests of the instance metadata's credentials: the way to them, what counts as absent, and what is kept.
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;
using test::kKeysAnswer;
using test::kRefused;
using test::kTimedOut;

const std::vector<std::pair<std::string, std::string>> kLife{
    {"x-aws-ec2-metadata-token-ttl-seconds", "21600"}};
const std::string kRoles = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";

class InstanceMetadataTest : public test::CredentialsFixture {
 protected:
  std::shared_ptr<CredentialsProvider> Provider() { return MakeInstanceMetadataCredentials(Options()); }
  // The answers of one look.
  void Answer() { transport_->Then(200, "t0ken", kLife).Then(200, "role a\n").Then(200, kKeysAnswer); }
};

TEST_F(InstanceMetadataTest, AskForATokenARoleAndItsCredentials) {
  Answer();
  const auto credentials = Loaded(*Provider());
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.expiration, internal::ParseRfc3339("2015-08-30T13:36:00Z"));
  EXPECT_EQ(credentials.user_agent_features, "0");
  const auto sent = transport_->sent();
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[0].request.method, "PUT");
  EXPECT_EQ(sent[0].request.url, "http://169.254.169.254/latest/api/token");
  EXPECT_EQ(transport_->SentHeader(0, "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  EXPECT_EQ(sent[1].request.url, kRoles);
  EXPECT_EQ(sent[2].request.url, kRoles + "role%20a");
  EXPECT_EQ(transport_->SentHeader(2, "x-aws-ec2-metadata-token"), "t0ken");
  EXPECT_EQ(sent[0].options.connect_timeout, 1s);
  EXPECT_EQ(sent[0].options.timeout, 1s);
  EXPECT_EQ(sent[0].options.proxy, "");
}

TEST_F(InstanceMetadataTest, KeepTheTokenForItsLifeLessTwoMinutes) {
  Answer();
  const auto provider = Provider();
  Loaded(*provider);
  fake_.Advance(21600s - 121s);
  transport_->Then(200, "role").Then(200, kKeysAnswer);
  Loaded(*provider);
  EXPECT_EQ(transport_->sent()[3].request.method, "GET");
  fake_.Advance(1s);
  Answer();
  Loaded(*provider);
  EXPECT_EQ(transport_->sent()[5].request.method, "PUT");
}

TEST_F(InstanceMetadataTest, AskForAFreshTokenWhereTheOldOneIsRefused) {
  transport_->Then(200, "old", kLife).Then(401);
  transport_->Then(200, "new", kLife).Then(200, "role").Then(200, kKeysAnswer);
  EXPECT_EQ(Loaded(*Provider()).access_key_id, "id");
  EXPECT_EQ(transport_->SentHeader(3, "x-aws-ec2-metadata-token"), "new");
  for (int i = 0; i < 4; ++i) transport_->Then(200, "t", kLife).Then(401);
  EXPECT_EQ(Failed(*Provider()).http_status, 401);
  EXPECT_EQ(transport_->sent().size(), 5U + 6U);
}

TEST_F(InstanceMetadataTest, SendNothingWhereTheyAreDisabled) {
  fake_.environment["AWS_EC2_METADATA_DISABLED"] = "True";
  EXPECT_EQ(WhyAbsent(*Provider()), "AWS_EC2_METADATA_DISABLED is true");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(InstanceMetadataTest, AreAbsentAfterOneTimeOutAndNotAskedAgainForAMinute) {
  transport_->ThenFail(kTimedOut);
  const auto provider = Provider();
  const std::string why =
      "no instance metadata service answers at http://169.254.169.254 (no connection in 1000 ms)";
  EXPECT_EQ(WhyAbsent(*provider), why);
  fake_.Advance(59s);
  EXPECT_EQ(WhyAbsent(*provider), why);
  EXPECT_EQ(transport_->sent().size(), 1U);
  EXPECT_TRUE(fake_.sleeps.empty());
  fake_.Advance(1s);
  transport_->ThenFail(kRefused);
  EXPECT_NE(WhyAbsent(*provider).find("connection refused"), std::string::npos);
  EXPECT_EQ(transport_->sent().size(), 2U);
}

TEST_F(InstanceMetadataTest, AreNotCalledAbsentByACallThatHadNoTime) {
  const auto provider = Provider();
  transport_->Then([this](const HttpRequest&, const HttpSendOptions& options) -> Outcome<HttpResponse> {
    fake_.Advance(*options.timeout);
    return Failure(kTimedOut);
  });
  const Error error = Failed(*provider, {.deadline = fake_.steady_now + 10ms});
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  Answer();
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
}

TEST_F(InstanceMetadataTest, AreAbsentWithoutARole) {
  transport_->Then(200, "t", kLife).Then(404, "<html>");
  EXPECT_EQ(WhyAbsent(*Provider()), "the instance has no role");
}

TEST_F(InstanceMetadataTest, AreBrokenWhereTheServiceRefusesOrFails) {
  const std::string what = "no credentials from the instance metadata service at http://169.254.169.254: ";
  transport_->Then(403);
  EXPECT_EQ(Failed(*Provider()).message, what + "the response has status 403");
  transport_->Then(400);
  EXPECT_EQ(Failed(*Provider()).kind, ErrorKind::kCredentials);
  transport_->Then(200, "t");
  EXPECT_EQ(Failed(*Provider()).message, what + "the answer holds no usable token");
  transport_->Then(200, "t", kLife).Then(200, "role").Then(200, R"({"Code":"Failed"})");
  EXPECT_EQ(Failed(*Provider()).message, what + "the response's Code is \"Failed\" and not \"Success\"");
  transport_->Then(200, "t", kLife).ThenFail(kTimedOut);
  EXPECT_EQ(Failed(*Provider()).message, what + "no connection in 1000 ms");
}

TEST_F(InstanceMetadataTest, AreAskedForAgainAfterA500Only) {
  transport_->Then(500).Then(503);
  Answer();
  EXPECT_EQ(Loaded(*Provider()).access_key_id, "id");
  EXPECT_EQ(transport_->sent().size(), 5U);
}

TEST_F(InstanceMetadataTest, ThatCameExpiredCountForTenToFifteenMinutes) {
  fake_.system_now += 2h;
  Answer();
  const auto left = *Loaded(*Provider()).expiration - fake_.system_now;
  EXPECT_GE(left, 10min);
  EXPECT_LE(left, 15min);
}

TEST_F(InstanceMetadataTest, AreKeptWhereTheyCannotBeHadAgain) {
  Answer();
  const auto provider = Provider();
  Loaded(*provider);
  fake_.Advance(2h);
  transport_->Then(500).Then(500).Then(500);
  const Credentials kept = Loaded(*provider);
  EXPECT_EQ(kept.access_key_id, "id");
  EXPECT_GE(*kept.expiration - fake_.system_now, 10min);
  // Nor is the service gone for good because it is not to be reached for a while.
  fake_.Advance(6h);
  transport_->ThenFail(kTimedOut);
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
}

TEST_F(InstanceMetadataTest, AreNeverCutShorterBecauseTheyCannotBeHadAgain) {
  Answer();
  const auto provider = Provider();
  const auto end = Loaded(*provider).expiration;
  ASSERT_EQ(*end - fake_.system_now, 1h);
  transport_->Then(500).Then(500).Then(500);
  EXPECT_EQ(Loaded(*provider).expiration, end);
}

TEST_F(InstanceMetadataTest, AreAskedForWhereEnvironmentOrProfileSay) {
  fake_.environment = {{"HOME", "/home"}, {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:99/base/"}};
  Answer();
  Loaded(*Provider());
  EXPECT_EQ(transport_->sent()[0].request.url, "http://127.0.0.1:99/base/latest/api/token");
  fake_.environment.erase("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  fake_.files["/home/.aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = ipv6\n";
  Answer();
  Loaded(*Provider());
  EXPECT_EQ(transport_->sent()[3].request.url, "http://[fd00:ec2::254]/latest/api/token");
  fake_.files["/home/.aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = IPv5\n";
  EXPECT_EQ(
      Failed(*Provider()).message,
      "ec2_metadata_service_endpoint_mode (/home/.aws/config, line 2) is \"IPv5\": only IPv4 and IPv6 are "
      "understood");
  fake_.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://a:s3cret@b";
  EXPECT_EQ(Failed(*Provider()).message,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT holds a user name, a password or a query: leave it out");
}

}  // namespace
}  // namespace lookoutvision
