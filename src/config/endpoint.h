// Resolves the endpoint of a service from region, FIPS, dual stack and override.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/outcome.h>

#include "config/service.h"

namespace lookoutvision::internal {

/// The DNS suffixes of the endpoints in a group of regions. All of them support FIPS and dual stack.
struct Partition {
  std::string_view id;
  std::string_view dns_suffix;
  std::string_view dualstack_dns_suffix;
};

/// The partition of `region`; `aws` if no partition matches.
const Partition& PartitionOf(std::string_view region);

/// The destination of requests.
struct Endpoint {
  /// `scheme://host[:port]`, without the default port of the scheme; `unix:/path` for a Unix socket.
  std::string origin;
  /// The Host header: `host[:port]`.
  std::string authority;
  /// Percent-encoded; empty, or with a leading '/' but no trailing one.
  std::string base_path = {};
  /// The path of the Unix socket that plain HTTP goes to; empty for TCP.
  std::string unix_socket = {};
  /// The region to sign for, if it is not the client's; else empty.
  std::string_view signing_region = {};
  /// False for Amazon's own endpoint.
  bool overridden = false;
  /// Appended to the error if the endpoint cannot be reached; may be empty.
  std::string_view unreachable_hint = {};
};

/// The inputs of ResolveEndpoint.
struct EndpointParameters {
  Service service = kLookoutVision;
  std::string_view region = {};
  bool use_fips = false;
  bool use_dualstack = false;
  /// The override, empty if there is none, and its source for messages: `AWS_ENDPOINT_URL`.
  std::string_view override_url = {};
  std::string_view override_source = {};
  bool allow_plaintext_http = false;
};

/// Fails with `kConfiguration`.
Outcome<Endpoint> ResolveEndpoint(const EndpointParameters& parameters);

/// At most 63 letters, digits and hyphens, with no hyphen at either end.
bool IsHostLabel(std::string_view text);

}  // namespace lookoutvision::internal
