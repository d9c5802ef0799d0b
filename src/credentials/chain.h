// The provider chain: tries credentials sources in order.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

using NamedSources = std::vector<std::pair<std::string, CredentialsSource>>;

/// See MakeChainCredentials(). All share the context.
CredentialsSource FirstOf(NamedSources sources);

}  // namespace lookoutvision::internal
