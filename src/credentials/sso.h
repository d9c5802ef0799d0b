// SSO: credentials for a token that `aws sso login` has left behind. Logging in is not done here.
#pragma once

#include <string>

#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// What a profile says about SSO.
struct SsoRole {
  std::string start_url = {};
  std::string region = {};
  std::string account_id = {};
  std::string role_name = {};
  /// Of `sso_session`; empty for the older form without one, whose token cannot be refreshed.
  std::string session = {};

  friend bool operator==(const SsoRole&, const SsoRole&) = default;
};

/// Asks the portal with GetRoleCredentials. Keeps its token.
CredentialsSource MakeSsoSource(SsoRole role);

}  // namespace lookoutvision::internal
