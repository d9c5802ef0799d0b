// The endpoint of the instance metadata service, and the settings of its calls.
#pragma once

#include <chrono>

#include <lookoutvision/outcome.h>

#include "base/url.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// The instance metadata service, and how it is called.
struct MetadataEndpoint {
  Url url;
  /// Of connecting, and of each attempt.
  std::chrono::seconds timeout;
  int max_attempts;
};

/// The URL is that of `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else of the profile's
/// `ec2_metadata_service_endpoint`, else the well-known address that
/// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`, or the profile's `ec2_metadata_service_endpoint_mode`, chooses:
/// `IPv4` (the default) or `IPv6`, case-insensitive. `AWS_METADATA_SERVICE_TIMEOUT` and
/// `AWS_METADATA_SERVICE_NUM_ATTEMPTS`, and the keys `metadata_service_timeout` and
/// `metadata_service_num_attempts`, are integers of at least 1.
Outcome<MetadataEndpoint> FindMetadataEndpoint(const ProviderContext& context);

}  // namespace lookoutvision::internal
