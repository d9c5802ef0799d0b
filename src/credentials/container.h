// The container credentials provider: calls the endpoint that the environment names.
#pragma once

#include <optional>

#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "base/url.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// The URL of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else of `AWS_CONTAINER_CREDENTIALS_FULL_URI`; absent
/// if neither is set. Fails if it is not a valid URL, or is plain http to a host that is neither loopback nor
/// a known credentials endpoint.
Outcome<std::optional<Url>> FindContainerEndpoint(const Platform& platform);

/// See MakeContainerCredentials().
LoadResult LoadFromContainer(const ProviderContext& context);

}  // namespace lookoutvision::internal
