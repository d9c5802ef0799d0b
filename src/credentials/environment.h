// The environment credentials provider: reads the credentials from environment variables.
#pragma once

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeEnvironmentCredentials().
LoadResult LoadFromEnvironment(const ProviderContext& context);

}  // namespace lookoutvision::internal
