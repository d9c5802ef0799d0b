// Settings: what a client works with, once configuration, environment and profile are put together.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/client_config.h>
#include <lookoutvision/outcome.h>

#include "config/endpoint.h"
#include "config/profiles.h"
#include "config/service.h"

namespace lookoutvision::internal {

struct Settings {
  Endpoint endpoint;
  /// Empty where the endpoint is overridden and no region was found: then only unsigned calls can be made.
  std::string signing_region;
  std::string signing_name;
  int max_attempts = 0;
  RetryMode retry_mode = RetryMode::kStandard;
  bool correct_clock_skew = true;
  std::string ca_bundle;
  std::string app_id;
  /// `AWS_EXECUTION_ENV`.
  std::string execution_environment;
  /// For the endpoint; empty for a direct connection.
  std::string proxy;
  /// Which profile was looked into, for messages.
  std::string profile;
};

/// How the client of `config` reaches `service`: code before environment before profile. A mistake fails with
/// `kConfiguration` and names the member, the variable, or the key, file and line.
///
/// Where `config` names region and endpoint and no profile, nothing depends on there being a profile: then
/// files that cannot be read, and a missing profile that the environment names, are passed over; but not
/// where the limits of the call have ended the read of a file. The platform of `config` is complete, and
/// `profiles` is what LoadProfiles() returned.
Outcome<Settings> ResolveSettings(const ClientConfig& config, const Service& service,
                                  const Outcome<Profiles>& profiles);

/// What a call without a region to sign for is told. `profile` is `Settings::profile`.
Error NoRegion(std::string_view profile);

}  // namespace lookoutvision::internal
