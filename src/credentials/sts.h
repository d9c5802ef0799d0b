// STS: roles assumed for credentials of their own. Which role, and by means of what, is known elsewhere.
#pragma once

#include <string>

#include <lookoutvision/credentials_providers.h>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// AssumeRole, signed with what `source` is; `how` are ids of the User-Agent, for how the source was found.
LoadResult AssumeRole(const ProviderContext& context, const AssumedRole& role, LoadResult source,
                      const std::string& how);

/// AssumeRoleWithWebIdentity, unsigned; `features` are ids of the User-Agent.
LoadResult AssumeRoleWithWebIdentity(const ProviderContext& context, const WebIdentityRole& role,
                                     const char* features);

/// The same with the role that the environment names.
LoadResult LoadFromWebIdentityOfEnvironment(const ProviderContext& context);

}  // namespace lookoutvision::internal
