// Third-party tests of the credentials chain: recorded loads with an environment, files and HTTP exchanges.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>

#include "recorded_wire.h"
#include "support/fake_platform.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string ContentOf(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

json JsonOf(const fs::path& path) {
  return json::parse(ContentOf(path));
}

// The cases of a folder; none if the folder of the vectors does not exist.
std::vector<fs::path> CasesOf(const char* folder) {
  std::vector<fs::path> cases;
  std::error_code missing;
  for (const auto& entry :
       fs::directory_iterator(fs::path(LOOKOUTVISION_CONFORMANCE_DIR "/credentials") / folder, missing)) {
    cases.push_back(entry.path());
  }
  return cases;
}

void ExpectKnownFiles(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename();
    EXPECT_TRUE(name == "env.json" || name == "fs" || name == "http-traffic.json" || name == "test-case.json")
        << name;
  }
}

void ReadInputs(const fs::path& folder, test::FakePlatform& fake) {
  fake.environment = JsonOf(folder / "env.json").get<std::map<std::string, std::string>>();
  if (!fs::exists(folder / "fs")) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "fs")) {
    if (!entry.is_regular_file()) continue;
    fake.files["/" + fs::relative(entry.path(), folder / "fs").string()] = ContentOf(entry.path());
  }
}

// The values of the environment, and the contents of the files.
std::vector<std::string> TextsOf(const test::FakePlatform& fake) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : fake.environment) texts.push_back(value);
  for (const auto& [path, content] : fake.files) texts.push_back(content);
  return texts;
}

// A platform with the environment and the files of the case, which runs real commands.
Platform PlatformOf(test::FakePlatform& fake) {
  Platform platform = fake.platform();
  platform.run_process = {};
  return platform;
}

void ExpectCredentials(const Credentials& credentials, const json& expected) {
  // Account ids are out of scope.
  RequireKnown(expected, {"access_key_id", "secret_access_key", "session_token", "expiry", "account_id"});
  EXPECT_EQ(credentials.access_key_id, expected.at("access_key_id").get<std::string>());
  EXPECT_EQ(credentials.secret_access_key, expected.at("secret_access_key").get<std::string>());
  EXPECT_EQ(credentials.session_token, expected.value("session_token", ""));
  ASSERT_EQ(credentials.expiration.has_value(), expected.contains("expiry"));
  if (credentials.expiration) {
    EXPECT_EQ(std::chrono::system_clock::to_time_t(*credentials.expiration), expected["expiry"]);
  }
}

// The result in messages of GoogleTest.
std::string Describe(const LoadResult& loaded) {
  if (const auto* error = std::get_if<Error>(&loaded)) return error->message;
  if (const auto* absent = std::get_if<NotConfigured>(&loaded)) return absent->why;
  return "credentials";
}

// Earlier than all expirations of the recordings, because expired credentials are an error.
constexpr std::chrono::sys_days kNow{std::chrono::year{2000} / 1 / 1};

template <typename Factory>
void RunCase(const fs::path& folder, Factory factory) {
  ExpectKnownFiles(folder);
  const json test_case = JsonOf(folder / "test-case.json");
  RequireKnown(test_case, {"name", "docs", "result"});
  const ExpectedResult expected = ExpectedOf(test_case.at("result"));
  test::FakePlatform fake;
  ReadInputs(folder, fake);
  const auto wire = std::make_shared<RecordedWire>(JsonOf(folder / "http-traffic.json"), TextsOf(fake));
  fake.system_now = kNow;
  ClientConfig options;
  // Some recordings use http://aws.sts-env-override.
  options.allow_plaintext_http = true;
  options.transport = wire;
  options.platform = PlatformOf(fake);
  const auto loaded = factory(options)->Load({});

  EXPECT_EQ(KindOf(loaded), expected.kind) << Describe(loaded);
  const auto* credentials = std::get_if<Credentials>(&loaded);
  if (credentials != nullptr && expected.kind == ResultKind::kFound) {
    ExpectCredentials(*credentials, expected.value);
  }
  EXPECT_EQ(wire->differences(), "");
}

template <typename Factory>
void RunCases(const char* folder, Factory factory) {
  const auto cases = CasesOf(folder);
  if (cases.empty()) GTEST_SKIP() << kNotice;
  for (const fs::path& one : cases) {
    const ::testing::ScopedTrace trace(__FILE__, __LINE__, one.filename().string());
    RunCase(one, factory);
  }
}

TEST(CredentialsConformance, ReplaysEveryRecordingOfTheDefaultChain) {
  RunCases("default-credential-provider-chain", MakeDefaultCredentials);
}

TEST(CredentialsConformance, ReplaysEveryRecordingOfProfiles) {
  RunCases("profile-provider", MakeProfileCredentials);
}

}  // namespace
}  // namespace lookoutvision::conformance
