// Tests that no error of a provider contains a secret that the service repeats.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

const std::string kSecret = "eyJhbGciOi+JIUzI1NiJ9/eyJzdWIi";
const std::string kEncoded = "eyJhbGciOi%2BJIUzI1NiJ9%2FeyJzdWIi";

class EchoedSecrets : public test::CredentialsFixture {
 protected:
  EchoedSecrets() { fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"HOME", "/home/me"}}; }

  // Responds with errors that repeat the secret in message, name and request id, as JSON and as XML.
  void ExpectHidden(CredentialsProvider& provider, const std::vector<std::string>& before = {}) {
    for (const std::string& secret : {kSecret, kEncoded}) {
      for (const std::string& body :
           {R"({"code":")" + secret + R"(","message":"bad )" + secret + "\"}",
            R"({"error":")" + secret + R"(","error_description":"bad )" + secret + "\"}",
            R"({"__type":")" + secret + R"(","message":"bad )" + secret + "\"}",
            R"({"Code":")" + secret + "\"}",
            R"({"Error":{"Code":")" + secret + R"(","Message":"bad )" + secret + "\"}}",
            "<Error><Code>" + secret + "</Code><Message><![CDATA[bad " + secret + "]]></Message></Error>",
            "bad " + secret,
            "<ErrorResponse><Error><Code>" + secret + "</Code><Message>bad " + secret +
                "</Message></Error><RequestId>" + secret + "</RequestId></ErrorResponse>",
            "<html>" + secret}) {
        for (const int status : {400, 200}) {
          for (const std::string& response : before) transport_->Then(200, response, kTokenLife);
          transport_->Then(status, body, {{"x-amzn-RequestId", secret}}).Then(400);
          ExpectHides(Failed(provider));
          // Removes the rest of the script, which is used only if the body caused a retry.
          while (transport_->Send({}, {})->status != 599) {
          }
        }
      }
    }
  }

  static void ExpectHides(const Error& error) {
    for (const std::string& text : {error.message, error.code_name, error.request_id}) {
      EXPECT_EQ(text.find("eyJhbGciOi"), std::string::npos) << text;
      EXPECT_EQ(text.find("eyJzdWIi"), std::string::npos) << text;
    }
  }

  const std::vector<std::pair<std::string, std::string>> kTokenLife{
      {"x-aws-ec2-metadata-token-ttl-seconds", "0"}};
};

TEST_F(EchoedSecrets, AreHiddenByAssumeRole) {
  ExpectHidden(*MakeAssumeRoleCredentials(
      {.role_arn = "r"},
      MakeStaticCredentials({.access_key_id = "id", .secret_access_key = "key", .session_token = kSecret}),
      Options()));
}

TEST_F(EchoedSecrets, AreHiddenByWebIdentity) {
  fake_.files["/token"] = kSecret + "\n";
  ExpectHidden(*MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options()));
}

TEST_F(EchoedSecrets, AreHiddenByAContainer) {
  fake_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1";
  for (const std::string scheme : {"", "Bearer "}) {
    fake_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = scheme + kSecret;
    ExpectHidden(*MakeContainerCredentials(Options()));
  }
}

TEST_F(EchoedSecrets, AreHiddenByTheInstanceMetadata) {
  ExpectHidden(*MakeInstanceMetadataCredentials(Options()), {kSecret});
  ExpectHidden(*MakeInstanceMetadataCredentials(Options()), {kSecret, "role"});
}

TEST_F(EchoedSecrets, AreHiddenBySso) {
  const auto store = [this](const std::string& end) {
    fake_.files["/home/me/.aws/sso/cache/" + internal::Sha1Hex("dev") + ".json"] =
        R"({"accessToken":")" + kSecret + R"(","expiresAt":")" + end + R"(","refreshToken":")" + kSecret +
        R"(2","clientId":"client","clientSecret":")" + kSecret +
        R"(3","registrationExpiresAt":"2115-12-01T00:00:00Z"})";
  };
  fake_.files["/home/me/.aws/config"] =
      "[default]\nsso_session = dev\nsso_account_id = 0123\nsso_role_name = r\n"
      "[sso-session dev]\nsso_start_url = https://x.example/start\nsso_region = us-east-2\n";
  const auto provider = [this] { return MakeProfileCredentials(Options()); };
  store("2115-08-30T20:36:00Z");
  ExpectHidden(*provider());
  // The token has expired, and the refresh fails.
  store("2015-08-30T12:00:00Z");
  for (const std::string& secret : {kSecret, kEncoded, kSecret + "2", kSecret + "3"}) {
    for (const std::string& body :
         {R"({"error":")" + secret + R"(","error_description":"bad )" + secret + "\"}", "bad " + secret}) {
      transport_->Then(400, body, {{"x-amzn-RequestId", secret}});
      ExpectHides(Failed(*provider()));
    }
  }
}

}  // namespace
}  // namespace lookoutvision
