// Settings: what a client works with, once configuration and environment are put together.
#pragma once

#include <string>

#include <lookoutvision/client_config.h>
#include <lookoutvision/outcome.h>

#include "config/endpoint.h"

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
};

/// Code before environment. A mistake fails with `kConfiguration` and names the member or variable.
Outcome<Settings> ResolveSettings(const ClientConfig& config, const Platform& platform);

/// What a call without a region to sign for is told.
Error NoRegion();

}  // namespace lookoutvision::internal
