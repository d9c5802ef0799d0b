// The endpoint of the instance metadata service.
#pragma once

#include <lookoutvision/outcome.h>

#include "base/url.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// `AWS_EC2_METADATA_SERVICE_ENDPOINT`, the profile's `ec2_metadata_service_endpoint`, else the well-known
/// address that `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`, or the profile's
/// `ec2_metadata_service_endpoint_mode`, chooses: `IPv4` (the default) or `IPv6`, case-insensitive.
Outcome<Url> FindMetadataEndpoint(const ProviderContext& context);

}  // namespace lookoutvision::internal
