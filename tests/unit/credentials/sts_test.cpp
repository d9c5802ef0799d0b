// Tests of the STS credentials providers.
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using test::StsResponse;

class StsTest : public test::CredentialsFixture {
 protected:
  StsTest() { fake_.environment["AWS_REGION"] = "eu-west-1"; }
  std::string Body(std::size_t index) { return transport_->sent().at(index).request.body; }
};

const Credentials kSource{
    .access_key_id = "SOURCE", .secret_access_key = "s3cret", .session_token = "s3ssion"};

TEST_F(StsTest, AssumesARoleWithASignedCall) {
  transport_->Then(200, StsResponse("AssumeRole"));
  const auto provider = MakeAssumeRoleCredentials(
      {.role_arn = "arn:aws:iam::1:role/R", .role_session_name = "me", .external_id = "x y"},
      MakeStaticCredentials(kSource), Options());
  const auto credentials = Loaded(*provider);
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "e,i");
  const auto sent = transport_->sent().at(0);
  EXPECT_EQ(sent.request.method, "POST");
  EXPECT_EQ(sent.request.url, "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_EQ(transport_->SentHeader(0, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Security-Token"), "s3ssion");
  EXPECT_TRUE(transport_->SentHeader(0, "Authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=SOURCE/20150830/eu-west-1/sts/aws4_request, "));
  EXPECT_EQ(Body(0),
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2FR&"
            "RoleSessionName=me&ExternalId=x%20y");
}

TEST_F(StsTest, SendsTheDurationOfTheRole) {
  using std::chrono::seconds;
  fake_.files = {{"/token", "jwt"}};
  for (const seconds duration : {seconds{900}, seconds{43200}}) {
    transport_->Then(200, StsResponse("AssumeRole")).Then(200, StsResponse("AssumeRoleWithWebIdentity"));
    Loaded(*MakeAssumeRoleCredentials({.role_arn = "r", .duration = duration}, MakeStaticCredentials(kSource),
                                      Options()));
    Loaded(*MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token", .duration = duration},
                                       Options()));
    const std::string field = "&DurationSeconds=" + std::to_string(duration.count());
    EXPECT_TRUE(Body(transport_->sent().size() - 2).ends_with(field));
    EXPECT_TRUE(Body(transport_->sent().size() - 1).ends_with(field));
  }
  const auto sent = transport_->sent().size();
  for (const seconds duration : {seconds{0}, seconds{899}, seconds{43201}}) {
    const std::string rest =
        "::duration is " + std::to_string(duration.count()) + " s: must be from 900 s to 43200 s";
    EXPECT_EQ(Failed(*MakeAssumeRoleCredentials({.role_arn = "r", .duration = duration},
                                                MakeStaticCredentials(kSource), Options()))
                  .message,
              "AssumedRole" + rest);
    EXPECT_EQ(Failed(*MakeWebIdentityCredentials(
                         {.role_arn = "r", .token_file = "/token", .duration = duration}, Options()))
                  .message,
              "WebIdentityRole" + rest);
  }
  EXPECT_EQ(transport_->sent().size(), sent);
}

TEST_F(StsTest, KeepsATokenThatBeginsLikeTheTokenOfTheSource) {
  const std::string beginning = "IQoJb3JpZ2luX2VjEJr";
  std::string response = StsResponse("AssumeRole");
  response.replace(response.find("token<"), 5, beginning + "B");
  transport_->Then(200, response);
  const auto source = MakeStaticCredentials(
      {.access_key_id = "SOURCE", .secret_access_key = "s3cret", .session_token = beginning + "A"});
  EXPECT_EQ(Loaded(*MakeAssumeRoleCredentials({.role_arn = "r"}, source, Options())).session_token,
            beginning + "B");
}

TEST_F(StsTest, MakesASessionNameIfNoneIsGiven) {
  transport_->Then(200, StsResponse("AssumeRole"));
  Loaded(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_TRUE(
      Body(0).starts_with("Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=lookoutvision-"))
      << Body(0);
  EXPECT_EQ(Body(0).find("ExternalId"), std::string::npos);
}

TEST_F(StsTest, AssumesARoleByWebIdentityUnsigned) {
  fake_.environment["AWS_ROLE_ARN"] = "r";
  fake_.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  fake_.environment["AWS_ROLE_SESSION_NAME"] = "me";
  fake_.files["/token"] = "jwt\n";
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity"));
  const auto credentials = Loaded(*MakeWebIdentityCredentials(Options()));
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "h,k");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization"), "");
  EXPECT_EQ(Body(0),
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=me&"
            "WebIdentityToken=jwt");
}

TEST_F(StsTest, RequiresBothVariablesOfAWebIdentity) {
  EXPECT_EQ(WhyAbsent(*MakeWebIdentityCredentials(Options())), "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
  fake_.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  fake_.environment["AWS_ROLE_ARN"] = " \n";
  const Error error = Failed(*MakeWebIdentityCredentials(Options()));
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message,
            "AWS_WEB_IDENTITY_TOKEN_FILE needs AWS_ROLE_ARN, which is missing: set both or neither");
  fake_.environment = {{"AWS_ROLE_ARN", "r"}, {"AWS_WEB_IDENTITY_TOKEN_FILE", " \n"}};
  EXPECT_EQ(WhyAbsent(*MakeWebIdentityCredentials(Options())), "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
}

TEST_F(StsTest, FailsIfTheTokenCannotBeRead) {
  const auto provider = MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options());
  EXPECT_EQ(Failed(*provider).message,
            "the web identity token file /token cannot be read: No such file or directory");
  fake_.files["/token"] = "\n";
  EXPECT_EQ(Failed(*provider).message, "the web identity token file /token is empty");
}

std::string StsError(const std::string& code, const std::string& message) {
  return "<ErrorResponse><Error><Code>" + code + "</Code><Message>" + message +
         "</Message></Error></ErrorResponse>";
}

TEST_F(StsTest, RetriesTransientErrors) {
  fake_.files["/token"] = "eyJhbGci.eyJzdWIi";
  const auto provider = MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options());
  transport_->Then(400, StsError("IDPCommunicationError", "")).Then(503, "<html>");
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
  transport_->Then(400, StsError("InvalidIdentityToken", "could not retrieve the keys"));
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
  EXPECT_EQ(transport_->sent().size(), 5U);
}

TEST_F(StsTest, ReportsOtherErrorsAtOnceWithoutTheToken) {
  fake_.files["/token"] = "eyJhbGci.eyJzdWIi";
  const auto provider = MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options());
  transport_->Then(400, StsError("ExpiredToken", "no eyJhbGci.eyJzdWIi"));
  const Error failed = Failed(*provider);
  EXPECT_EQ(failed.kind, ErrorKind::kCredentials);
  EXPECT_EQ(failed.code_name, "ExpiredToken");
  EXPECT_EQ(failed.message, "the role r cannot be assumed by web identity: ExpiredToken: no ***");
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(StsTest, ReportsErrorsInEveryFormOfResponse) {
  const auto provider =
      MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options());
  const std::string what = "the role r cannot be assumed: ";
  for (const char* body : {"<Error><Code>AccessDenied</Code><Message>not you</Message></Error>",
                           R"({"Error":{"Code":"AccessDenied","Message":"not you"}})",
                           R"({"__type":"AccessDenied","message":"not you"})",
                           "<ErrorResponse><Error><Code>AccessDenied</Code>"
                           "<Message><![CDATA[not you]]></Message></Error></ErrorResponse>"}) {
    transport_->Then(403, body);
    const Error failed = Failed(*provider);
    EXPECT_EQ(failed.code_name, "AccessDenied") << body;
    EXPECT_EQ(failed.message, what + "AccessDenied: not you") << body;
  }
  transport_->Then(403, "<html>blocked by the firewall, s3ssion");
  EXPECT_EQ(Failed(*provider).message,
            what + "the response has status 403: \"<html>blocked by the firewall, ***\"");
}

TEST_F(StsTest, RetriesThrottlingInEveryFormOfResponse) {
  transport_->Then(400, R"({"Error":{"Code":"Throttling"}})");
  transport_->Then(400, "<Error><Code>SlowDown</Code></Error>");
  transport_->Then(200, StsResponse("AssumeRole"));
  Loaded(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_EQ(transport_->sent().size(), 3U);
}

TEST_F(StsTest, UsesTheGlobalEndpointForAwsGlobal) {
  fake_.environment["AWS_REGION"] = "aws-global";
  transport_->Then(200, StsResponse("AssumeRole"));
  Loaded(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_EQ(transport_->sent().at(0).request.url, "https://sts.amazonaws.com/");
  EXPECT_EQ(transport_->SentHeader(0, "Host"), "sts.amazonaws.com");
  EXPECT_TRUE(transport_->SentHeader(0, "Authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=SOURCE/20150830/us-east-1/sts/aws4_request, "));
}

// The redactor does not know the keys in a result.
TEST_F(StsTest, DoesNotQuoteAnUnreadableResult) {
  transport_->Then(200, "<AssumeRoleResponse><SecretAccessKey>new-secret</SecretAccessKey>");
  const Error error =
      Failed(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_EQ(error.body, "");
  EXPECT_EQ(error.message.find("new-secret"), std::string::npos) << error;
}

TEST_F(StsTest, FailsIfTheSourceHasNoCredentials) {
  EXPECT_EQ(Failed(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeEnvironmentCredentials(fake_.platform()),
                                              Options()))
                .message,
            "the role r cannot be assumed: its source has no credentials: AWS_ACCESS_KEY_ID is not set");
  fake_.environment.erase("AWS_REGION");
  const Error error =
      Failed(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_TRUE(error.message.starts_with("the role r cannot be assumed: no region")) << error.message;
}

TEST_F(StsTest, StopsAtTheDeadlineOrTheStopToken) {
  const auto provider =
      MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options());
  EXPECT_EQ(Failed(*provider, {.deadline = fake_.steady_now}).kind, ErrorKind::kTimeout);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Failed(*provider, {.stop_token = source.get_token()}).kind, ErrorKind::kCancelled);
  EXPECT_TRUE(transport_->sent().empty());
}

}  // namespace
}  // namespace lookoutvision
