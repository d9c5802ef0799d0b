// Credentials of a container: the endpoint that the environment names, asked with the token that it names.
#pragma once

#include <optional>

#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "base/url.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// The URL that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else `AWS_CONTAINER_CREDENTIALS_FULL_URI` means;
/// absent where neither is set. Fails where it is none, or plain http to a host that is neither loopback nor
/// known to hand out credentials.
Outcome<std::optional<Url>> FindContainerEndpoint(const Platform& platform);

/// See MakeContainerCredentials(). Keeps its connections from one refresh to the next.
CredentialsSource MakeContainerSource();

}  // namespace lookoutvision::internal
