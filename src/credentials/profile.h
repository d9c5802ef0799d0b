// The profile credentials provider: loads the chain that a profile configures.
#pragma once

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeProfileCredentials(). Has the caches of the profile's sources.
CredentialsSource MakeProfileSource();

}  // namespace lookoutvision::internal
