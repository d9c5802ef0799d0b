// Third-party tests of profile files: the grammar, the merging, and the location of the files.
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "config/profiles.h"
#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using Json = nlohmann::json;

// The cases of one file; null if the folder of the vectors does not exist.
Json Cases(const std::string& name) {
  std::ifstream file(LOOKOUTVISION_CONFORMANCE_DIR "/profile/" + name);
  return file ? Json::parse(file).at("tests") : Json();
}

constexpr const char* kNotice = "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR "/profile";

Json AsJson(const std::map<std::string, Section, std::less<>>& sections) {
  Json json = Json::object();
  for (const auto& [name, section] : sections) {
    json[name] = Json::object();
    for (const auto& [key, property] : section.properties) json[name][key] = property.value.view();
  }
  return json;
}

TEST(ProfileConformance, ReadsEveryFile) {
  const auto cases = Cases("profile-parser-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    test::FakePlatform fake;
    fake.environment = {{"AWS_CONFIG_FILE", "config"}, {"AWS_SHARED_CREDENTIALS_FILE", "credentials"}};
    const auto& input = one.at("input");
    if (input.contains("configFile")) fake.files["config"] = input.at("configFile");
    if (input.contains("credentialsFile")) fake.files["credentials"] = input.at("credentialsFile");
    const auto loaded = LoadProfiles(fake.platform(), {});
    const auto& output = one.at("output");
    if (output.contains("errorContaining")) {
      ASSERT_FALSE(loaded);
      EXPECT_NE(loaded.error().message.find(output.at("errorContaining").get<std::string>()),
                std::string::npos)
          << loaded.error().message;
      continue;
    }
    ASSERT_TRUE(loaded) << loaded.error().message;
    const auto& expected = output.at("config");
    EXPECT_EQ(AsJson(loaded->profiles), expected.at("profiles"));
    if (expected.contains("sso_sessions")) {
      EXPECT_EQ(AsJson(loaded->sso_sessions), expected.at("sso_sessions"));
    }
  }
}

TEST(ProfileConformance, FindsEveryFile) {
  const auto cases = Cases("file-location-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  int read = 0;
  for (const auto& one : cases) {
    const auto name = one.at("name").get<std::string>();
    // Platforms that this library does not support.
    if (one.at("platform") == "windows") {
      std::cout << "left out, for Windows: " << name << '\n';
      continue;
    }
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
}  // namespace lookoutvision::internal
