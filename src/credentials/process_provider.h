// The process credentials provider: a command writes credentials to its standard output.
#pragma once

#include <string>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeProcessCredentials().
LoadResult LoadFromProcess(const ProviderContext& context, const std::string& command);

}  // namespace lookoutvision::internal
