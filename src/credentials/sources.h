// The sources of credentials, each with a source file of its own. Their caches are thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/outcome.h>

#include "base/secrets.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// See MakeEnvironmentCredentials().
LoadResult LoadFromEnvironment(const ProviderContext& context);

/// See MakeProfileCredentials(). Owns the caches of the profile's sources.
CredentialsSource MakeProfileSource();

/// See MakeContainerCredentials().
LoadResult LoadFromContainer(const ProviderContext& context);

/// See MakeInstanceMetadataCredentials(). Caches its token, the last credentials, and that the service is
/// absent.
CredentialsSource MakeInstanceMetadataSource();

/// The token in a file that another program keeps current, without line breaks at its end. `what` names the
/// file in errors: `the web identity token file`.
Outcome<SecretString> ReadTokenFile(const ProviderContext& context, std::string_view what,
                                    const std::string& path);

/// See MakeProcessCredentials().
LoadResult LoadFromProcess(const ProviderContext& context, const std::string& command);

/// Whether STS issues credentials for this duration: 15 minutes to 12 hours.
constexpr bool IsRoleDuration(std::chrono::seconds duration) {
  return duration >= std::chrono::minutes(15) && duration <= std::chrono::hours(12);
}

/// AssumeRole, signed with `source`; `how` are the User-Agent's feature ids for how the source was found.
LoadResult AssumeRole(const ProviderContext& context, const AssumedRole& role, LoadResult source,
                      const std::string& how);

/// AssumeRoleWithWebIdentity, unsigned; `features` are the User-Agent's feature ids.
LoadResult AssumeRoleWithWebIdentity(const ProviderContext& context, const WebIdentityRole& role,
                                     const char* features);

/// The same with the role that the environment names.
LoadResult LoadFromWebIdentityOfEnvironment(const ProviderContext& context);

/// The SSO configuration of a profile.
struct SsoRole {
  std::string start_url = {};
  std::string region = {};
  std::string account_id = {};
  std::string role_name = {};
  /// Of `sso_session`; empty for the older form without one, whose token cannot be refreshed.
  std::string session = {};

  friend bool operator==(const SsoRole&, const SsoRole&) = default;
};

/// The last refresh of an SSO token, guarded by its mutex, which is never held across a call.
struct SsoRefresh {
  std::mutex mutex = {};
  std::string token_file = {};
  std::chrono::steady_clock::time_point tried = {};
  /// The content of the file after the refresh, in case it could not be written.
  SecretString content = {};
};

/// Exchanges the token of `aws sso login`, from the file that AWS's tools share, for credentials of the role.
/// If the profile names a session and the file has a refresh token, refreshes a token within 5 minutes of its
/// expiration, at most every 30 s, and writes the file.
LoadResult LoadFromSso(const ProviderContext& context, const SsoRole& role, SsoRefresh& last_refresh);

}  // namespace lookoutvision::internal
