// Tests of roles that are assumed with STS.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using test::StsAnswer;

class StsTest : public test::CredentialsFixture {
 protected:
  StsTest() { fake_.environment["AWS_REGION"] = "eu-west-1"; }
  std::string Body(std::size_t index) { return transport_->sent().at(index).request.body; }
};

const Credentials kSource{
    .access_key_id = "SOURCE", .secret_access_key = "s3cret", .session_token = "s3ssion"};

TEST_F(StsTest, AssumesARoleWithASignedCall) {
  transport_->Then(200, StsAnswer("AssumeRole"));
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

TEST_F(StsTest, KeepsATokenThatBeginsLikeTheOneThatAskedForIt) {
  const std::string beginning = "IQoJb3JpZ2luX2VjEJr";
  std::string answer = StsAnswer("AssumeRole");
  answer.replace(answer.find("token<"), 5, beginning + "B");
  transport_->Then(200, answer);
  const auto source = MakeStaticCredentials(
      {.access_key_id = "SOURCE", .secret_access_key = "s3cret", .session_token = beginning + "A"});
  EXPECT_EQ(Loaded(*MakeAssumeRoleCredentials({.role_arn = "r"}, source, Options())).session_token,
            beginning + "B");
}

TEST_F(StsTest, MakesASessionNameUp) {
  transport_->Then(200, StsAnswer("AssumeRole"));
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
  transport_->Then(200, StsAnswer("AssumeRoleWithWebIdentity"));
  const auto credentials = Loaded(*MakeWebIdentityCredentials(Options()));
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "h,k");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization"), "");
  EXPECT_EQ(Body(0),
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=me&"
            "WebIdentityToken=jwt");
}

TEST_F(StsTest, NeedsBothVariablesOfAWebIdentity) {
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

TEST_F(StsTest, FailsWhereTheTokenCannotBeRead) {
  const auto provider = MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options());
  EXPECT_EQ(Failed(*provider).message,
            "the web identity token file /token cannot be read: No such file or directory");
  fake_.files["/token"] = "\n";
  EXPECT_EQ(Failed(*provider).message, "the web identity token file /token is empty");
}

TEST_F(StsTest, RetriesWhatMayPassAndNothingElse) {
  fake_.files["/token"] = "eyJhbGci.eyJzdWIi";
  const auto provider = MakeWebIdentityCredentials({.role_arn = "r", .token_file = "/token"}, Options());
  const auto error = [](const std::string& code) {
    return "<ErrorResponse><Error><Code>" + code +
           "</Code><Message>no eyJhbGci.eyJzdWIi</Message></Error></ErrorResponse>";
  };
  transport_->Then(400, error("IDPCommunicationError")).Then(503, "<html>");
  transport_->Then(200, StsAnswer("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(Loaded(*provider).access_key_id, "id");
  transport_->Then(400, error("InvalidIdentityToken"));
  const Error failed = Failed(*provider);
  EXPECT_EQ(failed.kind, ErrorKind::kCredentials);
  EXPECT_EQ(failed.code_name, "InvalidIdentityToken");
  EXPECT_EQ(failed.message, "the role r cannot be assumed by web identity: InvalidIdentityToken: no ***");
  EXPECT_EQ(transport_->sent().size(), 4U);
}

TEST_F(StsTest, NeedsASourceWithCredentials) {
  EXPECT_EQ(Failed(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeEnvironmentCredentials(fake_.platform()),
                                              Options()))
                .message,
            "the role r cannot be assumed: its source has no credentials: AWS_ACCESS_KEY_ID is not set");
  fake_.environment.erase("AWS_REGION");
  const Error error =
      Failed(*MakeAssumeRoleCredentials({.role_arn = "r"}, MakeStaticCredentials(kSource), Options()));
  EXPECT_TRUE(error.message.starts_with("the role r cannot be assumed: no region")) << error.message;
}

TEST_F(StsTest, EndsWithTheCallersTimeout) {
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
