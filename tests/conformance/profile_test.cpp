// Third-party tests of profile files: their grammar, merging and location.
#include <iostream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "config/profiles.h"
#include "support/fake_platform.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

using internal::LoadProfiles;
using internal::Section;
using internal::SelectProfile;
using Json = nlohmann::json;

// The cases of a file; null if it does not exist.
Json Cases(const std::string& name) {
  const Json file = ReadVectors("profile/" + name);
  if (file.is_null()) return file;
  RequireKnown(file, {"description", "tests"});
  return file.at("tests");
}

Json AsJson(const std::map<std::string, Section, std::less<>>& sections) {
  Json json = Json::object();
  for (const auto& [name, section] : sections) {
    json[name] = Json::object();
    for (const auto& [key, property] : section.properties) json[name][key] = property.value.view();
  }
  return json;
}

TEST(ProfileConformance, ParsesTheFilesOfEveryCase) {
  const auto cases = Cases("profile-parser-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    RequireKnown(one, {"name", "input", "output"});
    SCOPED_TRACE(one.at("name").get<std::string>());
    test::FakePlatform fake;
    fake.environment = {{"AWS_CONFIG_FILE", "config"}, {"AWS_SHARED_CREDENTIALS_FILE", "credentials"}};
    const auto& input = one.at("input");
    RequireKnown(input, {"configFile", "credentialsFile"});
    if (input.contains("configFile")) fake.files["config"] = input.at("configFile");
    if (input.contains("credentialsFile")) fake.files["credentials"] = input.at("credentialsFile");
    const auto loaded = LoadProfiles(fake.platform(), {});
    const auto& output = one.at("output");
    RequireKnown(output, {"config", "errorContaining"});
    ASSERT_EQ(output.size(), 1u);
    if (output.contains("errorContaining")) {
      ASSERT_FALSE(loaded);
      EXPECT_NE(loaded.error().message.find(output.at("errorContaining").get<std::string>()),
                std::string::npos)
          << loaded.error().message;
      continue;
    }
    ASSERT_TRUE(loaded) << loaded.error().message;
    const auto& expected = output.at("config");
    RequireKnown(expected, {"profiles", "sso_sessions"});
    EXPECT_EQ(AsJson(loaded->profiles), expected.at("profiles"));
    EXPECT_EQ(AsJson(loaded->sso_sessions), expected.value("sso_sessions", Json::object()));
  }
}

TEST(ProfileConformance, FindsTheFilesOfEveryCase) {
  const auto cases = Cases("file-location-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  int read = 0;
  for (const auto& one : cases) {
    RequireKnown(one,
                 {"name", "environment", "platform", "profile", "configLocation", "credentialsLocation"});
    const auto name = one.at("name").get<std::string>();
    // This library does not support Windows.
    if (one.at("platform") == "windows") {
      std::cout << "omitted, for Windows: " << name << '\n';
      continue;
    }
    ASSERT_EQ(one.at("platform"), "linux") << name;
    ++read;
    test::FakePlatform fake;
    fake.environment = one.at("environment").get<std::map<std::string, std::string>>();
    ASSERT_TRUE(LoadProfiles(fake.platform(), {})) << name;
    ASSERT_EQ(fake.files_read.size(), 2u) << name;
    EXPECT_EQ(fake.files_read[0], one.at("configLocation").get<std::string>()) << name;
    EXPECT_EQ(fake.files_read[1], one.at("credentialsLocation").get<std::string>()) << name;
    EXPECT_EQ(SelectProfile({}, fake.platform()).name, one.value("profile", "default")) << name;
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace lookoutvision::conformance
