// Factories of the credentials providers that come with the library.
#pragma once

#include <memory>

#include <lookoutvision/credentials.h>
#include <lookoutvision/export.h>
#include <lookoutvision/platform.h>

namespace lookoutvision {

/// Always these credentials.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> StaticCredentials(Credentials credentials);

/// Calls are sent unsigned: for gateways that authenticate otherwise, or not at all.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> AnonymousCredentials();

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, read at each call. Blank is unset;
/// a key id without its secret, or the reverse, is "not configured here".
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> EnvironmentCredentials(Platform platform = {});

}  // namespace lookoutvision
