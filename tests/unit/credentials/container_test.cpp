// Tests of the container credentials provider: endpoint, token, retries and errors.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using test::kKeysResponse;
using test::kRefused;

class ContainerTest : public test::CredentialsFixture {
 protected:
  ContainerTest() { fake_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1"; }
  std::shared_ptr<CredentialsProvider> Provider() { return MakeContainerCredentials(Options()); }
};

TEST_F(ContainerTest, SendsOneDirectRequest) {
  fake_.environment["http_proxy"] = "http://proxy.example:3128";
  fake_.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "https://not.used/";
  transport_->Then(200, kKeysResponse);
  const auto credentials = Loaded(*Provider());
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "z");
  const auto sent = transport_->sent();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].request.method, "GET");
  EXPECT_EQ(sent[0].request.url, "http://169.254.170.2/v2/credentials/1");
  EXPECT_EQ(transport_->SentHeader(0, "Accept"), "application/json");
  EXPECT_FALSE(sent[0].request.headers.Find("Authorization"));
  EXPECT_EQ(sent[0].options.proxy, "");
  EXPECT_EQ(sent[0].options.connect_timeout, std::chrono::seconds{2});
  EXPECT_EQ(sent[0].options.timeout, std::chrono::seconds{7});
}

TEST_F(ContainerTest, PrefersTheTokenOfTheFileToThatOfTheVariable) {
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Basic a";
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token";
  fake_.files["/token"] = "first";
  transport_->Then(200, kKeysResponse).Then(200, kKeysResponse).Then(200, kKeysResponse);
  const auto provider = Provider();
  Loaded(*provider);
  fake_.files["/token"] = "second";
  Loaded(*provider);
  fake_.environment.erase("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  Loaded(*provider);
  EXPECT_EQ(transport_->SentHeader(0, "Authorization"), "first");
  EXPECT_EQ(transport_->SentHeader(1, "Authorization"), "second");
  EXPECT_EQ(transport_->SentHeader(2, "Authorization"), "Basic a");
}

TEST_F(ContainerTest, RejectsATokenThatBreaksTheHeaderOrCannotBeRead) {
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "s3cret\r\nHost: evil";
  EXPECT_EQ(
      Failed(*Provider()).message,
      "the token of AWS_CONTAINER_AUTHORIZATION_TOKEN contains a line break or another control character: "
      "set it to the token alone");
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token";
  EXPECT_EQ(Failed(*Provider()).message,
            "the token file /token (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE) cannot be read: No such file "
            "or directory");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(ContainerTest, RetriesTransientFailures) {
  transport_->Then(500).Then(200, "<html>").Then(200, kKeysResponse);
  EXPECT_EQ(Loaded(*Provider()).access_key_id, "id");
  transport_->ThenFail(kRefused).Then(501).ThenFail(kRefused).Then(200, kKeysResponse);
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.message, "no credentials from http://169.254.170.2: connection refused");
  EXPECT_EQ(transport_->sent().size(), 6U);
}

TEST_F(ContainerTest, RetriesThrottlingAndAnUnknownTaskInEveryFormOfResponse) {
  for (const char* body : {"", "slow down", "{}", R"({"code":"TooManyRequests","message":"slow down"})"}) {
    for (const int status : {429, 404}) {
      transport_->Then(status, body).Then(status, body).Then(200, kKeysResponse);
      EXPECT_EQ(Loaded(*Provider()).access_key_id, "id") << status << ' ' << body;
    }
  }
}

TEST_F(ContainerTest, ReportsOtherErrorsAtOnceWithoutTheToken) {
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "s3cret";
  transport_->Then(403, R"({"code":"Denied","message":"s3cret is no token"})");
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message, "no credentials from http://169.254.170.2: Denied: *** is no token");
  EXPECT_EQ(error.http_status, 403);
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(ContainerTest, ReportsTheTextOfAnErrorWithoutTheToken) {
  fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "s3cret";
  transport_->Then(400, "the token s3cret has\texpired\n");
  EXPECT_EQ(Failed(*Provider()).message,
            "no credentials from http://169.254.170.2: the response has status 400: \"the token *** "
            "has\\texpired\"");
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(ContainerTest, IsNotConfiguredWithoutAUri) {
  fake_.environment = {};
  EXPECT_EQ(WhyAbsent(*Provider()),
            "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
}

TEST_F(ContainerTest, SendsByHttpsOrToAKnownCredentialsEndpoint) {
  const std::vector<std::pair<std::string, bool>> cases{{"https://any.example/x?y=1", true},
                                                        {"http://127.0.0.1:81", true},
                                                        {"http://[::1]/", true},
                                                        {"http://localhost/", true},
                                                        {"http://localhost./", true},
                                                        {"http://169.254.170.2/", true},
                                                        {"http://169.254.170.23/", true},
                                                        {"http://[fd00:ec2::23]/", true},
                                                        {"http://169.254.170.3/", false},
                                                        {"http://any.example/", false},
                                                        {"http://169.254.170.2.evil.example/", false},
                                                        {"https://user:s3cret@any.example/", false},
                                                        {"/path", false},
                                                        {"ftp://127.0.0.1/", false}};
  for (const auto& [uri, allowed] : cases) {
    fake_.environment = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", uri}};
    transport_ = std::make_shared<test::ScriptedTransport>();
    if (allowed) {
      transport_->Then(200, kKeysResponse);
      Loaded(*Provider());
      EXPECT_TRUE(transport_->sent().at(0).request.url.starts_with(uri)) << uri;
    } else {
      EXPECT_EQ(Failed(*Provider()).message.find("s3cret"), std::string::npos);
      EXPECT_TRUE(transport_->sent().empty()) << uri;
    }
  }
}

TEST_F(ContainerTest, SendsToTheSameHostWithEveryRelativeUri) {
  for (const char* uri : {"@evil.example/", ".evil.example/", ":80@evil.example/", "3/v2/x"}) {
    fake_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = uri;
    Failed(*Provider());
    EXPECT_TRUE(transport_->sent().empty()) << uri;
  }
}

}  // namespace
}  // namespace lookoutvision
