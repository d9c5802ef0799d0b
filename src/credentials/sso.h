// The SSO credentials provider: exchanges the token of `aws sso login` for credentials.
#pragma once

#include <string>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

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

/// Calls GetRoleCredentials of the portal. Caches its token.
CredentialsSource MakeSsoSource(SsoRole role);

}  // namespace lookoutvision::internal
