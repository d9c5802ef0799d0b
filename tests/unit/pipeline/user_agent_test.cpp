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

std::string Header(const Settings& settings, std::string_view call_features,
                   std::string_view credentials_features) {
  return UserAgent(settings).Value(call_features, credentials_features);
}

TEST(UserAgent, ContainsVersionPlatformAndRetryMode) {
  EXPECT_EQ(Header(Settings{}, "", ""), kStart + " m/E");
}

TEST(UserAgent, ContainsTheFeaturesOfClientCallAndCredentials) {
  Settings settings;
  settings.endpoint.overridden = true;
  settings.app_id = "inspector";
  settings.execution_environment = "AWS Lambda\r\n1";
  EXPECT_EQ(Header(settings, "B", "g"), kStart + " exec-env/AWS-Lambda--1 m/E,N,B,g app/inspector");
}

TEST(UserAgent, OmitsFeaturesAboveTheMaximumSize) {
  const std::string header = Header(Settings{}, "B", std::string(2000, 'x'));
  EXPECT_EQ(header, kStart + " m/E,B");
}

}  // namespace
}  // namespace lookoutvision::internal
