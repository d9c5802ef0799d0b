// Tests of the providers that need nothing but their arguments or the environment.
#include <ostream>
#include <string>
#include <variant>

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
      StaticCredentials({.access_key_id = "id", .secret_access_key = "key", .session_token = "t"});
  const auto loaded = std::get<Credentials>(provider->Load({}));
  EXPECT_EQ(loaded.access_key_id, "id");
  EXPECT_EQ(loaded.secret_access_key, "key");
  EXPECT_EQ(loaded.session_token, "t");
  EXPECT_EQ(loaded.user_agent_features, "e");
}

TEST(AnonymousCredentials, HaveNoKeys) {
  EXPECT_EQ(std::get<Credentials>(AnonymousCredentials()->Load({})), Credentials{});
}

class EnvironmentCredentialsTest : public ::testing::Test {
 protected:
  LoadResult Load() { return EnvironmentCredentials(fake_.platform())->Load({}); }
  test::FakePlatform fake_;
};

TEST_F(EnvironmentCredentialsTest, ComeFromTheThreeVariables) {
  fake_.environment = {
      {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", " key "}, {"AWS_SESSION_TOKEN", "token"}};
  const auto loaded = std::get<Credentials>(Load());
  EXPECT_EQ(loaded.access_key_id, "id");
  EXPECT_EQ(loaded.secret_access_key, "key");
  EXPECT_EQ(loaded.session_token, "token");
  EXPECT_EQ(loaded.user_agent_features, "g");
}

TEST_F(EnvironmentCredentialsTest, AreNotConfiguredWhereOneOfThePairIsBlank) {
  EXPECT_EQ(std::get<NotConfigured>(Load()).why, "AWS_ACCESS_KEY_ID is not set");
  fake_.environment = {{"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "  "}};
  EXPECT_EQ(std::get<NotConfigured>(Load()).why, "AWS_SECRET_ACCESS_KEY is not set");
  fake_.environment = {{"AWS_ACCESS_KEY_ID", ""}, {"AWS_SECRET_ACCESS_KEY", "key"}};
  EXPECT_EQ(std::get<NotConfigured>(Load()).why, "AWS_ACCESS_KEY_ID is not set");
}

TEST_F(EnvironmentCredentialsTest, AreReadAnewAtEachCall) {
  const auto provider = EnvironmentCredentials(fake_.platform());
  EXPECT_TRUE(std::holds_alternative<NotConfigured>(provider->Load({})));
  fake_.environment = {{"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "key"}};
  EXPECT_TRUE(std::holds_alternative<Credentials>(provider->Load({})));
}

}  // namespace
}  // namespace lookoutvision
