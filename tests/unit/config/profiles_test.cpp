// Tests of finding profile files, and of merging and selecting profiles.
#include "config/profiles.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using Paths = std::vector<std::string>;

class ProfilesTest : public ::testing::Test {
 protected:
  Profiles Loaded() {
    auto profiles = LoadProfiles(fake_.platform(), {});
    EXPECT_TRUE(profiles) << profiles.error().message;
    return profiles ? *std::move(profiles) : Profiles{};
  }
  std::string ErrorMessage() {
    const auto profiles = LoadProfiles(fake_.platform(), {});
    if (profiles) return "";
    EXPECT_EQ(profiles.error().kind, ErrorKind::kConfiguration);
    return profiles.error().message;
  }

  test::FakePlatform fake_;
};

TEST_F(ProfilesTest, ReadsFilesInHome) {
  fake_.environment = {{"HOME", "/home/me"}, {"AWS_CONFIG_FILE", " "}};
  EXPECT_EQ(Loaded().files, (Paths{"/home/me/.aws/config (missing)", "/home/me/.aws/credentials (missing)"}));
  EXPECT_EQ(fake_.files_read, (Paths{"/home/me/.aws/config", "/home/me/.aws/credentials"}));
}

TEST_F(ProfilesTest, ReadsNoFilesInHomeIfItIsNotSet) {
  fake_.environment = {{"AWS_CONFIG_FILE", "~/c"}};
  EXPECT_EQ(Loaded().files, (Paths{"~/c (HOME is not set)", "~/.aws/credentials (HOME is not set)"}));
  EXPECT_TRUE(fake_.files_read.empty());
}

TEST_F(ProfilesTest, ReadsFilesNamedByVariables) {
  fake_.environment = {
      {"HOME", "/home/me"}, {"AWS_CONFIG_FILE", "~/my config"}, {"AWS_SHARED_CREDENTIALS_FILE", "~you/c"}};
  fake_.files = {{"/home/me/my config", ""}};
  EXPECT_EQ(Loaded().files, (Paths{"/home/me/my config", "~you/c (missing)"}));
  EXPECT_EQ(fake_.files_read, (Paths{"/home/me/my config", "~you/c"}));
}

TEST_F(ProfilesTest, PrefersPropertiesInTheCredentialsFile) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "/s"}};
  fake_.files = {{"/c", "[profile p]\na=1\nb=1\n[sso-session x]\n[services y]\n"}, {"/s", "[p]\nb=2\n[q]\n"}};
  const Profiles profiles = Loaded();
  const Section& p = profiles.profiles.at("p");
  EXPECT_EQ(p.properties.at("a").value.view(), "1");
  EXPECT_EQ(p.properties.at("a").where, "/c, line 2");
  EXPECT_EQ(p.properties.at("b").value.view(), "2");
  EXPECT_EQ(p.properties.at("b").where, "/s, line 2");
  EXPECT_EQ(profiles.profiles.at("q").name, "q");
  EXPECT_TRUE(profiles.sso_sessions.contains("x"));
  EXPECT_TRUE(profiles.services.contains("y"));
}

TEST_F(ProfilesTest, NamesAFileThatCannotBeRead) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "/s\n"}};
  fake_.unreadable = {{"/s\n", "Permission\ndenied"}};
  EXPECT_EQ(ErrorMessage(), "/s\\n cannot be read: Permission\\ndenied");
}

TEST_F(ProfilesTest, NamesAFileThatCannotBeParsed) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "/s"}};
  fake_.files = {{"/c", "[profile p"}, {"/s", "[p"}};
  EXPECT_EQ(ErrorMessage(), "/c, line 1: Profile definition must end with ']'");
  fake_.files.erase("/c");
  EXPECT_EQ(ErrorMessage(), "/s, line 1: Profile definition must end with ']'");
}

TEST_F(ProfilesTest, IgnoresBlankProperties) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}};
  fake_.files = {{"/c", "[default]\na=\nb= 1\n"}};
  const Profiles profiles = Loaded();
  const Section& section = profiles.profiles.at("default");
  EXPECT_EQ(section.Find("a"), nullptr);
  EXPECT_EQ(section.Find("c"), nullptr);
  ASSERT_NE(section.Find("b"), nullptr);
  EXPECT_EQ(section.Find("b")->value.view(), "1");
}

TEST_F(ProfilesTest, PrefersCodeOverEnvironmentOverDefault) {
  const auto expect = [&](const std::optional<std::string>& code, const char* name, const char* source) {
    const SelectedProfile selected = SelectProfile(code, fake_.platform());
    EXPECT_EQ(selected.name, name);
    EXPECT_EQ(selected.source, source);
  };
  expect({}, "default", "");
  fake_.environment = {{"AWS_DEFAULT_PROFILE", "c"}};
  expect({}, "c", "AWS_DEFAULT_PROFILE");
  fake_.environment["AWS_PROFILE"] = " ";
  expect({}, "c", "AWS_DEFAULT_PROFILE");
  fake_.environment["AWS_PROFILE"] = " b ";
  expect({}, "b", "AWS_PROFILE");
  expect("a", "a", "ClientConfig::profile");
}

TEST_F(ProfilesTest, RequiresAProfileOnlyIfExplicitlySelected) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "/s"}};
  fake_.files = {{"/c", "[profile p]\n"}};
  const Profiles profiles = Loaded();
  const auto found = FindProfile(profiles, {"p", "AWS_PROFILE"});
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, &profiles.profiles.at("p"));
  const auto none = FindProfile(profiles, {"default", ""});
  ASSERT_TRUE(none);
  EXPECT_EQ(*none, nullptr);
  const auto missing = FindProfile(profiles, {"q\n", "AWS_PROFILE"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kConfiguration);
  EXPECT_EQ(missing.error().message, "there is no profile \"q\\n\" (AWS_PROFILE) in /c or /s (missing)");
}

}  // namespace
}  // namespace lookoutvision::internal
