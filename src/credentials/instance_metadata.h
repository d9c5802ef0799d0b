// Credentials of the role of an EC2 instance, by version 2 of its metadata service.
#pragma once

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeInstanceMetadataCredentials(). Keeps its token, what came last, and that there is no such service.
CredentialsSource MakeInstanceMetadataSource();

}  // namespace lookoutvision::internal
