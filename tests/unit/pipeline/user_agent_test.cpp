// Tests of the User-Agent header.
#include "pipeline/user_agent.h"

#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/version.h>

namespace lookoutvision::internal {
namespace {

const std::string kVersionText(kVersion);
const std::string kStart = "lookoutvision-cpp/" + kVersionText + " ua/2.1 api/lookoutvision#" + kVersionText +
                           " os/linux lang/c++#2020";

TEST(UserAgent, TellsVersionPlatformAndRetryMode) {
  EXPECT_EQ(UserAgent(Settings{}).Header("", ""), kStart + " m/E");
}

TEST(UserAgent, TellsTheFeaturesOfClientCallAndCredentials) {
  Settings settings;
  settings.endpoint.overridden = true;
  settings.app_id = "inspector";
  settings.execution_environment = "AWS Lambda\r\n1";
  EXPECT_EQ(UserAgent(settings).Header("B", "g"), kStart + " exec-env/AWS-Lambda--1 m/E,N,B,g app/inspector");
}

TEST(UserAgent, KeepsTheListOfFeaturesBelowItsLimit) {
  const std::string header = UserAgent(Settings{}).Header("B", std::string(2000, 'x'));
  EXPECT_EQ(header, kStart + " m/E,B");
}

}  // namespace
}  // namespace lookoutvision::internal
