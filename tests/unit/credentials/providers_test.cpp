// Tests of the static, anonymous and environment credentials providers.
#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"

namespace lookoutvision {
namespace {

template <typename T>
concept Prints = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Credentials, DoNotPrint) {
  EXPECT_FALSE(Prints<Credentials>);
}

TEST(StaticCredentials, AreAlwaysTheSame) {
  const auto provider =
      MakeStaticCredentials({.access_key_id = "id", .secret_access_key = "key", .session_token = "t"});
  const LoadResult result = provider->Load({});
  const auto& loaded = std::get<Credentials>(result);
  EXPECT_EQ(loaded.access_key_id, "id");
  EXPECT_EQ(loaded.secret_access_key, "key");
  EXPECT_EQ(loaded.session_token, "t");
  EXPECT_EQ(result.user_agent_features, "e");
}

TEST(StaticCredentials, AreAnErrorThatNamesTheMemberIfInvalid) {
  const std::vector<std::pair<Credentials, std::string>> cases{
      {{.access_key_id = "id", .secret_access_key = "s3cret\ns3cret"},
       "MakeStaticCredentials: Credentials::secret_access_key contains a line break: set it to the value "
       "alone"},
      {{.access_key_id = "id", .secret_access_key = ""},
       "MakeStaticCredentials: Credentials::access_key_id needs Credentials::secret_access_key, which is "
       "missing: set both or neither"}};
  for (const auto& [credentials, message] : cases) {
    const auto loaded = MakeStaticCredentials(credentials)->Load({});
    ASSERT_TRUE(std::holds_alternative<Error>(loaded)) << message;
    EXPECT_EQ(std::get<Error>(loaded).kind, ErrorKind::kCredentials);
    EXPECT_EQ(std::get<Error>(loaded).message, message);
  }
}

TEST(AnonymousCredentials, HaveNoKeys) {
  EXPECT_EQ(std::get<Credentials>(MakeAnonymousCredentials()->Load({})), Credentials{});
}

class EnvironmentCredentialsTest : public ::testing::Test {
 protected:
  using Environment = std::map<std::string, std::string>;
  LoadResult Load() { return MakeEnvironmentCredentials(fake_.platform())->Load({}); }
  test::FakePlatform fake_;
};

TEST_F(EnvironmentCredentialsTest, ComeFromTheThreeVariables) {
  fake_.environment = {
      {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", " key "}, {"AWS_SESSION_TOKEN", "token"}};
  const LoadResult result = Load();
  const auto& loaded = std::get<Credentials>(result);
  EXPECT_EQ(loaded.access_key_id, "id");
  EXPECT_EQ(loaded.secret_access_key, "key");
  EXPECT_EQ(loaded.session_token, "token");
  EXPECT_EQ(result.user_agent_features, "g");
}

TEST_F(EnvironmentCredentialsTest, AreNotConfiguredIfAllVariablesAreBlank) {
  EXPECT_EQ(std::get<NotConfigured>(Load()).why, "AWS_ACCESS_KEY_ID is not set");
  fake_.environment = {
      {"AWS_ACCESS_KEY_ID", ""}, {"AWS_SECRET_ACCESS_KEY", " \t\r\n"}, {"AWS_SESSION_TOKEN", " "}};
  EXPECT_EQ(std::get<NotConfigured>(Load()).why, "AWS_ACCESS_KEY_ID is not set");
}

TEST_F(EnvironmentCredentialsTest, AreAnErrorIfIncomplete) {
  const std::vector<std::pair<Environment, std::string>> cases{
      {{{"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", " \n"}},
       "AWS_ACCESS_KEY_ID needs AWS_SECRET_ACCESS_KEY, which is missing: set both or neither"},
      {{{"AWS_ACCESS_KEY_ID", " "}, {"AWS_SECRET_ACCESS_KEY", "s3cret"}},
       "AWS_SECRET_ACCESS_KEY needs AWS_ACCESS_KEY_ID, which is missing: set both or neither"},
      {{{"AWS_SECRET_ACCESS_KEY", "s3cret"}, {"AWS_SESSION_TOKEN", "t0ken"}},
       "AWS_SECRET_ACCESS_KEY needs AWS_ACCESS_KEY_ID, which is missing: set both or neither"},
      {{{"AWS_SESSION_TOKEN", "t0ken"}},
       "AWS_SESSION_TOKEN needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which are missing: set all "
       "three or none"},
      {{{"AWS_SECURITY_TOKEN", "t0ken"}},
       "AWS_SECURITY_TOKEN needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which are missing: set all "
       "three or none"}};
  for (const auto& [environment, message] : cases) {
    fake_.environment = environment;
    const auto loaded = Load();
    ASSERT_TRUE(std::holds_alternative<Error>(loaded)) << message;
    EXPECT_EQ(std::get<Error>(loaded).kind, ErrorKind::kCredentials);
    EXPECT_EQ(std::get<Error>(loaded).message, message);
  }
}

TEST_F(EnvironmentCredentialsTest, FallBackToTheOldNameOfTheSessionToken) {
  fake_.environment = {
      {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "key"}, {"AWS_SECURITY_TOKEN", "old"}};
  EXPECT_EQ(std::get<Credentials>(Load()).session_token, "old");
  fake_.environment["AWS_SESSION_TOKEN"] = "new";
  EXPECT_EQ(std::get<Credentials>(Load()).session_token, "new");
}

TEST_F(EnvironmentCredentialsTest, ReportTheVariableOfAnInvalidKey) {
  const Environment good{
      {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "s3cret"}, {"AWS_SESSION_TOKEN", "t0ken"}};
  const std::vector<std::tuple<const char*, const char*, const char*>> cases{
      {"AWS_ACCESS_KEY_ID", "AK/ID", "AWS_ACCESS_KEY_ID contains a slash"},
      {"AWS_SECRET_ACCESS_KEY", "s3cret\r", "AWS_SECRET_ACCESS_KEY contains a line break"},
      {"AWS_SESSION_TOKEN", "t0ken t0ken", "AWS_SESSION_TOKEN contains a space"}};
  for (const auto& [name, value, message] : cases) {
    fake_.environment = good;
    fake_.environment[name] = value;
    const auto loaded = Load();
    ASSERT_TRUE(std::holds_alternative<Error>(loaded)) << message;
    EXPECT_EQ(std::get<Error>(loaded).kind, ErrorKind::kCredentials);
    EXPECT_TRUE(std::get<Error>(loaded).message.starts_with(message)) << std::get<Error>(loaded).message;
    EXPECT_EQ(std::get<Error>(loaded).message.find("s3cret"), std::string::npos);
    EXPECT_EQ(std::get<Error>(loaded).message.find("t0ken"), std::string::npos);
  }
}

TEST_F(EnvironmentCredentialsTest, AreReadByEachLoad) {
  const auto provider = MakeEnvironmentCredentials(fake_.platform());
  EXPECT_TRUE(std::holds_alternative<NotConfigured>(provider->Load({})));
  fake_.environment = {{"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "key"}};
  EXPECT_TRUE(std::holds_alternative<Credentials>(provider->Load({})));
}

}  // namespace
}  // namespace lookoutvision
