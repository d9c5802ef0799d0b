// Tests of the instance metadata provider: its requests, its errors, and its cached token and credentials.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;
using test::kKeysResponse;
using test::kRefused;
using test::kTimedOut;

// The host accepts the connection.
const Error kSilent{.kind = ErrorKind::kTimeout, .message = "no response in 1000 ms", .retryable = true};
const Error kReset{.kind = ErrorKind::kTransport, .message = "connection reset", .retryable = true};

const std::string kWhat = "no credentials from the instance metadata service at http://169.254.169.254: ";
const std::vector<std::pair<std::string, std::string>> kLife{
    {"x-aws-ec2-metadata-token-ttl-seconds", "21600"}};
const std::string kRoles = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";

class InstanceMetadataTest : public test::CredentialsFixture {
 protected:
  std::shared_ptr<CredentialsProvider> Provider() { return MakeInstanceMetadataCredentials(Options()); }
  // Scripts the responses of one load.
  void Respond() { transport_->Then(200, "t0ken", kLife).Then(200, "role a\n").Then(200, kKeysResponse); }
};

TEST_F(InstanceMetadataTest, RequestsATokenTheRoleAndItsCredentials) {
  Respond();
  const auto credentials = Loaded(*Provider());
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.expiration, internal::ParseExpiration("2015-08-30T13:36:00Z"));
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

TEST_F(InstanceMetadataTest, KeepsTheTokenUntilTwoMinutesBeforeItExpires) {
  Respond();
  const auto provider = Provider();
  Loaded(*provider);
  fake_.Advance(21600s - 121s);
  transport_->Then(200, "role").Then(200, kKeysResponse);
  Loaded(*provider);
  EXPECT_EQ(transport_->sent()[3].request.method, "GET");
  fake_.Advance(1s);
  Respond();
  Loaded(*provider);
  EXPECT_EQ(transport_->sent()[5].request.method, "PUT");
}

TEST_F(InstanceMetadataTest, RequestsANewTokenIfTheOldOneIsRejected) {
  transport_->Then(200, "old", kLife).Then(401);
  transport_->Then(200, "new", kLife).Then(200, "role").Then(200, kKeysResponse);
  EXPECT_EQ(Loaded(*Provider()).access_key_id, "id");
  EXPECT_EQ(transport_->SentHeader(3, "x-aws-ec2-metadata-token"), "new");
  for (int i = 0; i < 4; ++i) transport_->Then(200, "t", kLife).Then(401);
  EXPECT_EQ(Failed(*Provider()).http_status, 401);
  EXPECT_EQ(transport_->sent().size(), 5U + 6U);
}

TEST_F(InstanceMetadataTest, SendsNothingIfItIsDisabled) {
  fake_.environment["AWS_EC2_METADATA_DISABLED"] = "True";
  EXPECT_EQ(WhyAbsent(*Provider()), "AWS_EC2_METADATA_DISABLED is true");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(InstanceMetadataTest, IsAbsentForAMinuteAfterOneAttemptIfTheHostCannotBeConnected) {
  transport_->ThenFail(kTimedOut);
  const auto provider = Provider();
  const std::string why =
      "there is no instance metadata service at http://169.254.169.254 (no connection in 1000 ms)";
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

TEST_F(InstanceMetadataTest, IsNotAbsentIfTheDeadlineEndsTheCall) {
  const auto provider = Provider();
  for (const Error& failure : {kTimedOut, kSilent}) {
    transport_->Then(
        [this, failure](const HttpRequest&, const HttpSendOptions& options) -> Outcome<HttpResponse> {
          fake_.Advance(*options.timeout);
          return Failure(failure);
        });
    const Error error = Failed(*provider, {.deadline = fake_.steady_now + 10ms});
    EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  }
  Respond();
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
}

TEST_F(InstanceMetadataTest, IsNotAbsentIfTheHostAcceptsTheConnection) {
  const auto provider = Provider();
  for (const Error& failure : {kSilent, kReset}) {
    for (int i = 0; i < 3; ++i) transport_->ThenFail(failure);
    const Error error = Failed(*provider);
    EXPECT_EQ(error.kind, ErrorKind::kCredentials);
    EXPECT_TRUE(error.message.starts_with(kWhat + failure.message)) << error.message;
  }
  EXPECT_EQ(transport_->sent().size(), 6U);
}

TEST_F(InstanceMetadataTest, ReportsTheHopLimitIfTheTokenNeverArrives) {
  for (int i = 0; i < 3; ++i) transport_->ThenFail(kSilent);
  EXPECT_EQ(Failed(*Provider()).message,
            kWhat +
                "no response in 1000 ms; in a container, the hop limit of the instance's metadata options "
                "must be at least 2");
}

TEST_F(InstanceMetadataTest, IsAbsentWithoutARole) {
  transport_->Then(200, "t", kLife).Then(404, "<html>");
  EXPECT_EQ(WhyAbsent(*Provider()), "the instance has no role");
}

TEST_F(InstanceMetadataTest, ReportsTheErrorsOfTheService) {
  transport_->Then(403);
  EXPECT_EQ(Failed(*Provider()).message, kWhat + "the response has status 403");
  transport_->Then(400, "Bad Request");
  EXPECT_EQ(Failed(*Provider()).message, kWhat + "the response has status 400: \"Bad Request\"");
  transport_->Then(200, "t", kLife).Then(200, "role").Then(200, R"({"Code":"Failed"})");
  EXPECT_EQ(Failed(*Provider()).message, kWhat + "the response's Code is \"Failed\" and not \"Success\"");
  EXPECT_EQ(transport_->sent().size(), 5U);
}

TEST_F(InstanceMetadataTest, RetriesTransientFailuresOfEveryRequest) {
  const std::vector<std::function<void()>> failures{
      [&] { transport_->Then(500); },        [&] { transport_->Then(429, ""); },
      [&] { transport_->ThenFail(kReset); }, [&] { transport_->ThenFail(kSilent); },
      [&] { transport_->Then(200, ""); },    [&] { transport_->Then(503, "<html>"); }};
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const auto fail = failures[i];
    const std::size_t before = transport_->sent().size();
    fail();
    transport_->Then(200, "t", kLife);
    fail();
    fail();
    transport_->Then(200, "role");
    fail();
    transport_->Then(200, kKeysResponse);
    EXPECT_EQ(Loaded(*Provider()).access_key_id, "id") << i;
    EXPECT_EQ(transport_->sent().size() - before, 7U) << i;
  }
}

TEST_F(InstanceMetadataTest, ReportsTheLastFailureAfterThreeAttempts) {
  transport_->Then(200, "t", kLife).ThenFail(kReset).Then(429, "").Then(200, "");
  EXPECT_EQ(Failed(*Provider()).message, kWhat + "the response names no role");
  transport_->Then(200, "").Then(200, " ").Then(200, "a\nb");
  EXPECT_EQ(Failed(*Provider()).message, kWhat + "the response is not a token");
  EXPECT_EQ(transport_->sent().size(), 7U);
}

TEST_F(InstanceMetadataTest, UsesATokenWithoutALifetimeForOneLoad) {
  const auto provider = Provider();
  for (const char* life : {"", "soon", "-1"}) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (*life != '\0') headers.emplace_back(kLife.front().first, life);
    transport_->Then(200, "t", headers).Then(200, "role").Then(200, kKeysResponse);
    EXPECT_EQ(Loaded(*provider).access_key_id, "id") << life;
    EXPECT_EQ(transport_->sent().at(transport_->sent().size() - 3).request.method, "PUT") << life;
  }
}

TEST_F(InstanceMetadataTest, KeepsATokenForAtMostSixHours) {
  const auto provider = Provider();
  transport_->Then(200, "t", {{kLife.front().first, "86400"}}).Then(200, "role").Then(200, kKeysResponse);
  Loaded(*provider);
  fake_.Advance(21600s - 120s);
  Respond();
  Loaded(*provider);
  EXPECT_EQ(transport_->sent().at(3).request.method, "PUT");
}

TEST_F(InstanceMetadataTest, ReadsTimeoutAndAttemptsFromEnvironmentThenProfile) {
  fake_.environment["HOME"] = "/home";
  fake_.files["/home/.aws/config"] =
      "[default]\nmetadata_service_timeout = 3\nmetadata_service_num_attempts = 2\n";
  transport_->Then(500).Then(500);
  Failed(*Provider());
  EXPECT_EQ(transport_->sent().size(), 2U);
  EXPECT_EQ(transport_->sent()[0].options.connect_timeout, 3s);
  EXPECT_EQ(transport_->sent()[0].options.timeout, 3s);
  fake_.environment["AWS_METADATA_SERVICE_TIMEOUT"] = "5";
  fake_.environment["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "1";
  transport_->Then(500);
  Failed(*Provider());
  EXPECT_EQ(transport_->sent().size(), 3U);
  EXPECT_EQ(transport_->sent()[2].options.timeout, 5s);
}

TEST_F(InstanceMetadataTest, RejectsTimeoutAndAttemptsThatAreNotPositiveIntegers) {
  fake_.environment["AWS_METADATA_SERVICE_TIMEOUT"] = "0.5";
  EXPECT_EQ(Failed(*Provider()).message,
            "AWS_METADATA_SERVICE_TIMEOUT is \"0.5\": must be an integer from 1 to 1000000");
  fake_.environment = {{"HOME", "/home"}};
  fake_.files["/home/.aws/config"] = "[default]\nmetadata_service_num_attempts = 0\n";
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message,
            "metadata_service_num_attempts (/home/.aws/config, line 2) is \"0\": must be an integer from "
            "1 to 1000000");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(InstanceMetadataTest, ExtendsExpiredCredentialsByTenToFifteenMinutes) {
  fake_.system_now += 2h;
  Respond();
  const auto remaining = *Loaded(*Provider()).expiration - fake_.system_now;
  EXPECT_GE(remaining, 10min);
  EXPECT_LE(remaining, 15min);
}

TEST_F(InstanceMetadataTest, KeepsTheLastCredentialsIfTheServiceFails) {
  Respond();
  const auto provider = Provider();
  Loaded(*provider);
  fake_.Advance(2h);
  transport_->Then(500).Then(500).Then(500);
  const Credentials kept = Loaded(*provider);
  EXPECT_EQ(kept.access_key_id, "id");
  EXPECT_GE(*kept.expiration - fake_.system_now, 10min);
  // The same applies while the service cannot be connected.
  fake_.Advance(6h);
  transport_->ThenFail(kTimedOut);
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
}

TEST_F(InstanceMetadataTest, DoesNotShortenTheLastCredentialsIfTheServiceFails) {
  Respond();
  const auto provider = Provider();
  const auto end = Loaded(*provider).expiration;
  ASSERT_EQ(*end - fake_.system_now, 1h);
  transport_->Then(500).Then(500).Then(500);
  EXPECT_EQ(Loaded(*provider).expiration, end);
}

TEST_F(InstanceMetadataTest, ReadsItsEndpointFromEnvironmentThenProfile) {
  fake_.environment = {{"HOME", "/home"}, {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:99/base/"}};
  Respond();
  Loaded(*Provider());
  EXPECT_EQ(transport_->sent()[0].request.url, "http://127.0.0.1:99/base/latest/api/token");
  fake_.environment.erase("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  fake_.files["/home/.aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = ipv6\n";
  Respond();
  Loaded(*Provider());
  EXPECT_EQ(transport_->sent()[3].request.url, "http://[fd00:ec2::254]/latest/api/token");
  fake_.files["/home/.aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = IPv5\n";
  EXPECT_EQ(
      Failed(*Provider()).message,
      "ec2_metadata_service_endpoint_mode (/home/.aws/config, line 2) is \"IPv5\": must be IPv4 or IPv6");
  fake_.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://a:s3cret@b";
  EXPECT_EQ(Failed(*Provider()).message,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT contains a user name, a password or a query: remove it");
}

}  // namespace
}  // namespace lookoutvision
