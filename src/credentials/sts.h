// The STS credentials providers: AssumeRole and AssumeRoleWithWebIdentity.
#pragma once

#include <chrono>
#include <string>

#include <lookoutvision/credentials_providers.h>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// Whether STS issues credentials for so long: 15 minutes to 12 hours.
constexpr bool IsRoleDuration(std::chrono::seconds duration) {
  return duration >= std::chrono::minutes(15) && duration <= std::chrono::hours(12);
}

/// AssumeRole, signed with `source`; `how` are the User-Agent's feature ids of how the source was found.
LoadResult AssumeRole(const ProviderContext& context, const AssumedRole& role, LoadResult source,
                      const std::string& how);

/// AssumeRoleWithWebIdentity, unsigned; `features` are the User-Agent's feature ids.
LoadResult AssumeRoleWithWebIdentity(const ProviderContext& context, const WebIdentityRole& role,
                                     const char* features);

/// The same with the role that the environment names.
LoadResult LoadFromWebIdentityOfEnvironment(const ProviderContext& context);

}  // namespace lookoutvision::internal
