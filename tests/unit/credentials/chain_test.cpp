// Tests of the credentials chain: the order of its providers, and its errors.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

class Fixed : public CredentialsProvider {
 public:
  explicit Fixed(LoadResult result) : result_(std::move(result)) {}
  LoadResult Load(const LoadContext&) override {
    ++loads;
    return result_;
  }
  int loads = 0;

 private:
  const LoadResult result_;
};

std::shared_ptr<Fixed> Absent(std::string why) {
  return std::make_shared<Fixed>(NotConfigured{std::move(why)});
}

class ChainCredentialsTest : public test::CredentialsFixture {};
class DefaultCredentialsTest : public test::CredentialsFixture {};

TEST_F(ChainCredentialsTest, ReturnsTheFirstConfiguredOnes) {
  const auto last = Absent("never loaded");
  const auto chain =
      MakeChainCredentials({{"a", Absent("no a")},
                            {"b", MakeStaticCredentials({.access_key_id = "id", .secret_access_key = "s"})},
                            {"c", last}});
  EXPECT_EQ(Loaded(*chain).access_key_id, "id");
  EXPECT_EQ(last->loads, 0);
}

TEST_F(ChainCredentialsTest, ReportsWhyEachProviderHasNone) {
  const auto chain = MakeChainCredentials({{"a", Absent("no a")}, {"b", Absent("no b")}});
  EXPECT_EQ(WhyAbsent(*chain), "a: no a; b: no b");
  EXPECT_EQ(WhyAbsent(*MakeChainCredentials({})), "the chain has no providers");
}

TEST_F(ChainCredentialsTest, StopsAtAFailureAndListsThePreviousProviders) {
  const auto last = Absent("never loaded");
  const auto chain = MakeChainCredentials(
      {{"a", Absent("no a")},
       {"b", std::make_shared<Fixed>(Error{.kind = ErrorKind::kCredentials, .message = "torn"})},
       {"c", last}});
  const Error error = Failed(*chain);
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message, "b: torn (tried before: a: no a)");
  EXPECT_EQ(last->loads, 0);
}

TEST_F(DefaultCredentialsTest, ReportEverySource) {
  fake_.environment = {{"AWS_EC2_METADATA_DISABLED", "TRUE"}, {"HOME", "/home/me"}};
  const std::string why = WhyAbsent(*MakeDefaultCredentials(Options()));
  EXPECT_EQ(why,
            "environment: AWS_ACCESS_KEY_ID is not set; profile: there are no profiles in "
            "/home/me/.aws/config (missing), /home/me/.aws/credentials (missing); web identity: "
            "AWS_WEB_IDENTITY_TOKEN_FILE is not set; container: neither "
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set; instance "
            "metadata: AWS_EC2_METADATA_DISABLED is true");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(DefaultCredentialsTest, PreferAProfileNamedInCodeToTheEnvironment) {
  fake_.environment = {
      {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "secret"}, {"HOME", "/home/me"}};
  fake_.files["/home/me/.aws/credentials"] =
      "[dev]\naws_access_key_id=dev\naws_secret_access_key=s\n[settings]\nregion=eu-west-1\n";
  EXPECT_EQ(Loaded(*MakeDefaultCredentials(Options())).access_key_id, "id");
  auto options = Options();
  options.profile = "dev";
  EXPECT_EQ(Loaded(*MakeDefaultCredentials(options)).access_key_id, "dev");
  options.profile = "settings";
  EXPECT_EQ(Loaded(*MakeDefaultCredentials(options)).access_key_id, "id");
}

// Each of the later sources has valid keys, which an invalid configuration of an earlier one must not reach.
TEST_F(DefaultCredentialsTest, StopAtAnInvalidConfiguration) {
  const std::string keys = "[default]\naws_access_key_id=other\naws_secret_access_key=s\n";
  struct Case {
    std::map<std::string, std::string> environment;
    std::string config;
    const char* message;
  };
  const std::vector<Case> cases{
      {{{"AWS_ACCESS_KEY_ID", "id"}}, keys, "environment: AWS_ACCESS_KEY_ID needs AWS_SECRET_ACCESS_KEY"},
      {{{"AWS_SECRET_ACCESS_KEY", "s"}}, keys, "environment: AWS_SECRET_ACCESS_KEY needs AWS_ACCESS_KEY_ID"},
      {{{"AWS_SESSION_TOKEN", "t"}}, keys, "environment: AWS_SESSION_TOKEN needs AWS_ACCESS_KEY_ID and"},
      {{{"AWS_ACCESS_KEY_ID", "i d"}, {"AWS_SECRET_ACCESS_KEY", "s"}},
       keys,
       "environment: AWS_ACCESS_KEY_ID contains a space"},
      {{},
       "[default]\nlogin_session=arn\n",
       "profile: profile \"default\": login_session (/home/.aws/config"},
      {{}, "[default]\naws_session_token=t\n", "profile: profile \"default\": aws_session_token (/home/"},
      {{}, "[default]\nsource_profile=b\n", "profile: profile \"default\": source_profile (/home/"},
      {{{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}},
       "",
       "web identity: AWS_WEB_IDENTITY_TOKEN_FILE needs AWS_ROLE"},
  };
  for (const auto& [environment, config, message] : cases) {
    fake_.environment = environment;
    fake_.environment["HOME"] = "/home";
    fake_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/c";
    fake_.files = {{"/home/.aws/config", config}};
    const Error error = Failed(*MakeDefaultCredentials(Options()));
    EXPECT_EQ(error.kind, ErrorKind::kCredentials);
    EXPECT_TRUE(error.message.starts_with(message)) << error.message;
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(DefaultCredentialsTest, SkipSourcesThatAreNotConfigured) {
  fake_.environment = {{"HOME", "/home"},
                       {"AWS_ACCESS_KEY_ID", " "},
                       {"AWS_SECRET_ACCESS_KEY", ""},
                       {"AWS_ROLE_ARN", "arn"},
                       {"AWS_ROLE_SESSION_NAME", "me"},
                       {"AWS_WEB_IDENTITY_TOKEN_FILE", " "},
                       {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "t"},
                       {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/t"},
                       {"AWS_EC2_METADATA_DISABLED", "true"}};
  fake_.files["/home/.aws/config"] =
      "[default]\nregion=r\nexternal_id=x\nrole_session_name=me\nmfa_serial=m\naws_account_id=1\n";
  WhyAbsent(*MakeDefaultCredentials(Options()));
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(DefaultCredentialsTest, AreTheDefaultOfTheClient) {
  fake_.environment = {{"HOME", "/home/me"}, {"AWS_PROFILE", "dev"}};
  fake_.files["/home/me/.aws/config"] =
      "[profile dev]\nregion=eu-west-1\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=s\n";
  transport_->Then(200, "{}");
  const Client client({.transport = transport_, .platform = fake_.platform()});
  const auto described = client.DescribeModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"));
  ASSERT_TRUE(described) << described.error();
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find("Credential=AKIDPROFILE/"), std::string::npos);
  EXPECT_NE(transport_->SentHeader(0, "User-Agent").find(" m/E,n"), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
