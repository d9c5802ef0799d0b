// The instance metadata credentials provider: the role of an EC2 instance, by version 2 of the service.
#pragma once

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeInstanceMetadataCredentials(). Caches its token, the last credentials, and that the
/// service is absent.
CredentialsSource MakeInstanceMetadataSource();

}  // namespace lookoutvision::internal
