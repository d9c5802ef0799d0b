// STS: roles assumed for credentials of their own. Which role, and by means of what, is known elsewhere.
#pragma once

#include <memory>
#include <string>

#include <lookoutvision/credentials_providers.h>

namespace lookoutvision::internal {

/// AssumeRole, signed with what `source` has; `features` are ids of the User-Agent.
std::shared_ptr<CredentialsProvider> AssumeRoleProvider(AssumedRole role,
                                                        std::shared_ptr<CredentialsProvider> source,
                                                        std::string features, CredentialsOptions options);

/// AssumeRoleWithWebIdentity, unsigned.
std::shared_ptr<CredentialsProvider> WebIdentityProvider(WebIdentityRole role, std::string features,
                                                         CredentialsOptions options);

}  // namespace lookoutvision::internal
