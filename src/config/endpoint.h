// Endpoint rules: from region, FIPS, dual stack and override to where requests go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/outcome.h>

#include "config/service.h"

namespace lookoutvision::internal {

/// Where requests go.
struct Endpoint {
  /// `scheme://host[:port]`, the port only where it is not the scheme's own.
  std::string origin;
  /// The Host header: `host[:port]`.
  std::string authority;
  /// Percent-encoded, empty or beginning with '/', without one at its end.
  std::string base_path = {};
  /// False for Amazon's own endpoint.
  bool overridden = false;
  /// What to say where it cannot be reached; empty where there is nothing special to say.
  std::string_view unreachable_hint = {};
};

/// What decides on the endpoint.
struct EndpointParameters {
  Service service = kLookoutVision;
  std::string_view region = {};
  bool use_fips = false;
  bool use_dualstack = false;
  /// The override, empty where there is none, and what named it, for messages: `AWS_ENDPOINT_URL`.
  std::string_view override_url = {};
  std::string_view override_source = {};
  bool allow_plaintext_http = false;
};

/// Fails with `kConfiguration`.
Outcome<Endpoint> ResolveEndpoint(const EndpointParameters& parameters);

/// At most 63 letters, digits and hyphens, with no hyphen at either end.
bool IsHostLabel(std::string_view text);

}  // namespace lookoutvision::internal
