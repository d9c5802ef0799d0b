// Composes the User-Agent header.
#include "pipeline/user_agent.h"

#include <algorithm>

#include <lookoutvision/version.h>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxFeaturesSize = 1024;

#if defined(__linux__)
constexpr std::string_view kOs = "linux";
#elif defined(__APPLE__)
constexpr std::string_view kOs = "macos";
#else
constexpr std::string_view kOs = "other";
#endif

// A provider of the user may return any text.
bool IsFeatureList(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ',' || IsTokenCharacter(c); });
}

}  // namespace

UserAgent::UserAgent(const Settings& settings) {
  const std::string version(kVersion);
  start_ = "lookoutvision-cpp/" + version + " ua/2.1 api/lookoutvision#" + version + " os/" +
           std::string(kOs) + " lang/c++#2020";
  if (!settings.execution_environment.empty())
    start_ += " exec-env/" + AsToken(settings.execution_environment);
  features_ = settings.retry_mode == RetryMode::kAdaptive ? " m/F" : " m/E";
  if (settings.endpoint.overridden) features_ += ",N";
  if (!settings.app_id.empty()) end_ = " app/" + settings.app_id;
}

std::string UserAgent::Value(std::string_view call_features, std::string_view credentials_features) const {
  std::string header = start_ + features_;
  std::size_t remaining = kMaxFeaturesSize - features_.size();
  for (const std::string_view features : {call_features, credentials_features}) {
    if (features.empty() || features.size() + 1 > remaining || !IsFeatureList(features)) continue;
    header.append(",").append(features);
    remaining -= features.size() + 1;
  }
  return header + end_;
}

}  // namespace lookoutvision::internal
