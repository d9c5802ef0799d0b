// Credentials of a profile: its chain, asked.
#pragma once

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeProfileCredentials(). Keeps what the sources of a profile keep.
CredentialsSource MakeProfileSource();

}  // namespace lookoutvision::internal
