// Settings: the settings of a client, from code, environment and profile.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/client_config.h>
#include <lookoutvision/outcome.h>

#include "config/endpoint.h"
#include "config/lookup.h"
#include "config/profiles.h"
#include "config/service.h"

namespace lookoutvision::internal {

struct Settings {
  Endpoint endpoint;
  /// Empty if the endpoint is overridden and no region was found: then only unsigned calls are possible.
  std::string signing_region;
  std::string signing_name;
  int max_attempts = 0;
  RetryMode retry_mode = RetryMode::kStandard;
  bool correct_clock_skew = true;
  std::string ca_bundle;
  std::string app_id;
  /// `AWS_EXECUTION_ENV`.
  std::string execution_environment;
  /// Whether the program is a function of AWS Lambda: `AWS_LAMBDA_FUNCTION_NAME` is set.
  bool is_in_lambda = false;
  /// For the endpoint; empty for a direct connection.
  std::string proxy;
  /// The selected profile, for messages.
  std::string profile;
};

/// The settings with which the client of `config` calls `service`: code takes precedence over the
/// environment, and that over the profile. Fails with `kConfiguration` if a setting is not valid; the error
/// names the member, the variable, or the key, file and line.
///
/// If `config` and the environment set region and endpoint, and `config` sets no profile, no profile is
/// needed: unreadable files and a missing profile of the environment are ignored, unless the call ended
/// during the read of a file. The platform of `config` must be complete, and `profiles` the result of
/// LoadProfiles().
Outcome<Settings> ResolveSettings(const ClientConfig& config, const Service& service,
                                  const Outcome<Profiles>& profiles);

/// The CA bundle: that of `config`, else `AWS_CA_BUNDLE`, else the profile's `ca_bundle`; empty for the
/// system's.
std::string FindCaBundle(const ClientConfig& config, const Lookup& lookup);

/// The error of a call without a region to sign for. `profile` is `Settings::profile`.
Error NoRegion(std::string_view profile);

}  // namespace lookoutvision::internal
