// Replays recorded loads of credentials, each with an environment, a file system and its HTTP exchanges.
// Bearer tokens and account ids are out of scope.
#include <algorithm>
#include <chrono>
#include <ctime>
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

namespace lookoutvision {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string ContentOf(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The cases of a folder; none if the folder of the vectors does not exist.
std::vector<fs::path> CasesOf(const char* folder) {
  std::vector<fs::path> cases;
  std::error_code missing;
  for (const auto& entry :
       fs::directory_iterator(fs::path(LOOKOUTVISION_CONFORMANCE_DIR "/credentials") / folder, missing)) {
    if (fs::exists(entry.path() / "test-case.json")) cases.push_back(entry.path());
  }
  return cases;
}

// The environment and the files of the case, and nothing else. Commands are run.
Platform PlatformOf(test::FakePlatform& fake, const fs::path& folder) {
  fake.environment = json::parse(ContentOf(folder / "env.json")).get<std::map<std::string, std::string>>();
  if (fs::exists(folder / "fs")) {
    for (const auto& entry : fs::recursive_directory_iterator(folder / "fs")) {
      if (!entry.is_regular_file()) continue;
      fake.files["/" + fs::relative(entry.path(), folder / "fs").string()] = ContentOf(entry.path());
    }
  }
  Platform platform = fake.platform();
  platform.run_process = {};
  return platform;
}

void ExpectCredentials(const LoadResult& loaded, const json& expected) {
  if (const auto* error = std::get_if<Error>(&loaded)) FAIL() << *error;
  if (const auto* absent = std::get_if<NotConfigured>(&loaded)) FAIL() << "not configured: " << absent->why;
  const auto& credentials = std::get<Credentials>(loaded);
  EXPECT_EQ(credentials.access_key_id, expected.at("access_key_id").get<std::string>());
  EXPECT_EQ(credentials.secret_access_key, expected.at("secret_access_key").get<std::string>());
  EXPECT_EQ(credentials.session_token, expected.value("session_token", ""));
  ASSERT_EQ(credentials.expiration.has_value(), expected.contains("expiry"));
  if (credentials.expiration) {
    EXPECT_EQ(std::chrono::system_clock::to_time_t(*credentials.expiration), expected["expiry"]);
  }
}

// The expirations of some recordings were replaced by others, long before the recording. Credentials that
// have expired are an error, so those are loaded by a clock of before.
std::chrono::system_clock::time_point LatestClock(const json& expected) {
  if (!expected.contains("Ok") || !expected["Ok"].contains("expiry"))
    return std::chrono::system_clock::time_point::max();
  return std::chrono::system_clock::from_time_t(expected["Ok"]["expiry"].get<std::time_t>()) -
         std::chrono::hours{1};
}

template <typename Factory>
void RunCase(const fs::path& folder, Factory factory) {
  const auto wire = std::make_shared<test::RecordedWire>((folder / "http-traffic.json").string());
  test::FakePlatform fake;
  const json expected = json::parse(ContentOf(folder / "test-case.json")).at("result");
  fake.system_now = std::min(wire->date().value_or(fake.system_now), LatestClock(expected));
  ClientConfig options;
  // Some recordings go to http://aws.sts-env-override.
  options.allow_plaintext_http = true;
  options.transport = wire;
  options.platform = PlatformOf(fake, folder);
  const auto loaded = factory(options)->Load({});

  if (expected.contains("Ok")) {
    ExpectCredentials(loaded, expected["Ok"]);
  } else {
    // The messages are those of another SDK, so that only "not configured" and "failed" are distinguished.
    const auto text = expected.at("ErrorContains").get<std::string>();
    const bool absent = text.find("not enabled") != text.npos;
    EXPECT_EQ(loaded.index(), absent ? 1U : 2U) << text;
  }
  EXPECT_EQ(wire->differences(), "");
}

template <typename Factory>
void RunCases(const char* folder, Factory factory) {
  const auto cases = CasesOf(folder);
  if (cases.empty()) {
    GTEST_SKIP() << "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR "/credentials";
  }
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
}  // namespace lookoutvision
