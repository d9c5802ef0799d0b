// Tests of the profile credentials provider: its sources, requests and errors.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using test::StsResponse;

class ProfileCredentialsTest : public test::CredentialsFixture {
 protected:
  ProfileCredentialsTest() { fake_.environment = {{"HOME", "/home"}, {"AWS_REGION", "eu-west-1"}}; }
  void Config(std::string text) { fake_.files["/home/.aws/config"] = std::move(text); }
  test::LoadedCredentials Load() { return Loaded(*MakeProfileCredentials(Options())); }
};

TEST_F(ProfileCredentialsTest, AreTheKeysInTheFiles) {
  Config("[default]\naws_access_key_id=k\naws_secret_access_key=s\naws_session_token=t\n");
  const auto credentials = Load();
  EXPECT_EQ(credentials.access_key_id, "k");
  EXPECT_EQ(credentials.secret_access_key, "s");
  EXPECT_EQ(credentials.session_token, "t");
  EXPECT_EQ(credentials.user_agent_features, "n");
}

TEST_F(ProfileCredentialsTest, FallBackToTheOldNameOfTheSessionToken) {
  const std::string old_name =
      "[default]\naws_access_key_id=k\naws_secret_access_key=s\naws_security_token=old\n";
  Config(old_name);
  EXPECT_EQ(Load().session_token, "old");
  Config(old_name + "aws_session_token=new\n");
  EXPECT_EQ(Load().session_token, "new");
}

TEST_F(ProfileCredentialsTest, ReportFileAndLineOfAnInvalidKey) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"aws_access_key_id = \"AKID\"\naws_secret_access_key = s3cret\n",
       "aws_access_key_id (/home/.aws/credentials, line 2) is in quotes: set it to the value alone"},
      {"aws_access_key_id = AKID\naws_secret_access_key = s3cret\n  aws_session_token = t0ken\n",
       "aws_secret_access_key (/home/.aws/credentials, line 3) contains a line break: set it to the value "
       "alone "
       "(an indented line continues the one above)"},
      {"aws_access_key_id = AKID\naws_secret_access_key = s3cret\naws_session_token = t0\u200bken\n",
       "aws_session_token (/home/.aws/credentials, line 4) contains a character that is not ASCII "
       "(perhaps invisible, and copied by accident): set it to the value alone"}};
  for (const auto& [keys, message] : cases) {
    fake_.files["/home/.aws/credentials"] = "[default]\n" + keys;
    const Error error = Failed(*MakeProfileCredentials(Options()));
    EXPECT_EQ(error.kind, ErrorKind::kCredentials);
    EXPECT_EQ(error.message, "profile \"default\": " + message);
  }
}

TEST_F(ProfileCredentialsTest, AreRequestedForTheDurationOfTheProfile) {
  Config(
      "[default]\nrole_arn=A\nduration_seconds=43200\nrole_session_name=n\nsource_profile=b\n"
      "[profile b]\nrole_arn=B\nduration_seconds = 900\nrole_session_name=n\nweb_identity_token_file=~/t\n");
  fake_.files["/home/t"] = "jwt";
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity")).Then(200, StsResponse("AssumeRole"));
  Load();
  EXPECT_EQ(transport_->sent().at(0).request.body,
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=B&RoleSessionName=n&"
            "WebIdentityToken=jwt&DurationSeconds=900");
  EXPECT_EQ(transport_->sent().at(1).request.body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=A&RoleSessionName=n&DurationSeconds=43200");
}

TEST_F(ProfileCredentialsTest, MayUseATokenFileInHome) {
  Config("[default]\nrole_arn=A\nweb_identity_token_file=~/t\n");
  fake_.files["/home/t"] = "jwt";
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(Load().access_key_id, "id");
}

TEST_F(ProfileCredentialsTest, AreThoseOfTheProfileInTheOptions) {
  Config("[default]\naws_access_key_id=k\naws_secret_access_key=s\n[profile x]\ncredential_process=run\n");
  fake_.processes["run"] = {.exit_status = 0,
                            .output = R"({"Version":1,"AccessKeyId":"p","SecretAccessKey":"s"})"};
  auto options = Options();
  options.profile = "x";
  EXPECT_EQ(Loaded(*MakeProfileCredentials(options)).access_key_id, "p");
  options.profile = "typo";
  const Error error = Failed(*MakeProfileCredentials(options));
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_NE(error.message.find("\"typo\""), std::string::npos) << error.message;
}

TEST_F(ProfileCredentialsTest, AreThoseOfTheLastRoleOfAChain) {
  Config(
      "[default]\nrole_arn=A\nsource_profile=b\n[profile b]\nrole_arn=B\nsource_profile=c\n"
      "[profile c]\naws_access_key_id=k\naws_secret_access_key=s\n");
  transport_->Then(200, StsResponse("AssumeRole", "first")).Then(200, StsResponse("AssumeRole", "second"));
  const auto credentials = Load();
  EXPECT_EQ(credentials.access_key_id, "second");
  EXPECT_EQ(credentials.user_agent_features, "o,n,i");
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find("Credential=k/"), std::string::npos);
  EXPECT_NE(transport_->sent()[0].request.body.find("RoleArn=B&"), std::string::npos);
  EXPECT_NE(transport_->SentHeader(1, "Authorization").find("Credential=first/"), std::string::npos);
  EXPECT_NE(transport_->sent()[1].request.body.find("RoleArn=A&"), std::string::npos);
}

TEST_F(ProfileCredentialsTest, ReportProfileFileAndLineOfAFailedProcess) {
  Config("[default]\nrole_arn=A\nsource_profile=b\n[profile b]\ncredential_process=run\n");
  fake_.processes["run"] = {.exit_status = 0,
                            .output = R"({"Version":1,"AccessKeyId":"p","SecretAccessKey":"s s"})"};
  EXPECT_EQ(Failed(*MakeProfileCredentials(Options())).message,
            "the role A cannot be assumed: profile \"b\" (/home/.aws/config, line 5): credential_process "
            "failed: the response has no usable SecretAccessKey: it contains a space");
}

TEST_F(ProfileCredentialsTest, AreThoseOfARoleByWebIdentity) {
  Config("[default]\nrole_arn=A\nweb_identity_token_file=/t\n");
  fake_.files["/t"] = "jwt";
  transport_->Then(200, StsResponse("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(Load().user_agent_features, "q,k");
}

TEST_F(ProfileCredentialsTest, RequireCredentialsOfTheCredentialSource) {
  Config("[default]\nrole_arn=A\ncredential_source=Environment\n");
  fake_.environment["AWS_ACCESS_KEY_ID"] = "k";
  fake_.environment["AWS_SECRET_ACCESS_KEY"] = "s";
  transport_->Then(200, StsResponse("AssumeRole"));
  EXPECT_EQ(Load().user_agent_features, "p,g,i");
  fake_.environment.erase("AWS_ACCESS_KEY_ID");
  EXPECT_EQ(Failed(*MakeProfileCredentials(Options())).message,
            "the role A cannot be assumed: AWS_SECRET_ACCESS_KEY needs AWS_ACCESS_KEY_ID, which is missing: "
            "set both or neither");
  fake_.environment.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(Failed(*MakeProfileCredentials(Options())).message,
            "the role A cannot be assumed: its source has no credentials: AWS_ACCESS_KEY_ID is not set");
  Config("[default]\ncredential_source=EcsContainer\n");
  EXPECT_NE(
      Failed(*MakeProfileCredentials(Options())).message.find("the profile's source has no credentials: "),
      std::string::npos);
}

TEST_F(ProfileCredentialsTest, AreRequestedOnceIfTheMetadataServiceIsAbsent) {
  Config("[default]\ncredential_source=Ec2InstanceMetadata\n");
  transport_->ThenFail(test::kTimedOut);
  const auto provider = MakeProfileCredentials(Options());
  Failed(*provider);
  Failed(*provider);
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(ProfileCredentialsTest, FailIfAFileIsInvalid) {
  Config("[default\n");
  const Error error = Failed(*MakeProfileCredentials(Options()));
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_NE(error.message.find("/home/.aws/config"), std::string::npos) << error.message;
}

}  // namespace
}  // namespace lookoutvision
