// The STS credentials providers: AssumeRole and AssumeRoleWithWebIdentity.
#pragma once

#include <string>

#include <lookoutvision/credentials_providers.h>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// AssumeRole, signed with `source`; `how` are the User-Agent's feature ids of how the source was found.
LoadResult AssumeRole(const ProviderContext& context, const AssumedRole& role, LoadResult source,
                      const std::string& how);

/// AssumeRoleWithWebIdentity, unsigned; `features` are the User-Agent's feature ids.
LoadResult AssumeRoleWithWebIdentity(const ProviderContext& context, const WebIdentityRole& role,
                                     const char* features);

/// The same with the role that the environment names.
LoadResult LoadFromWebIdentityOfEnvironment(const ProviderContext& context);

}  // namespace lookoutvision::internal
