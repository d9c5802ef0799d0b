// The credentials chain of a profile: the source of the credentials, and the roles to assume with them.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <lookoutvision/credentials_providers.h>

#include "config/profiles.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {

/// `credential_source`.
enum class NamedSource { kEnvironment, kInstanceMetadata, kContainer };

struct ProcessSource {
  std::string command = {};
  /// For messages: `profile "dev" (/home/me/.aws/config, line 3)`.
  std::string where = {};
};

/// Credentials that need no others.
using BaseSource = std::variant<Credentials, NamedSource, WebIdentityRole, SsoRole, ProcessSource>;

struct ProfileChain {
  BaseSource base;
  /// In the order they are assumed.
  std::vector<AssumedRole> roles = {};
  /// Whether the first role is assumed with the credentials of a `source_profile`, not of a
  /// `credential_source`.
  bool by_source_profile = false;
};

/// The chain of the selected profile. NotConfigured if it has no credentials, or if there are no profiles and
/// the caller's code names none; an error if the chain is broken.
std::variant<ProfileChain, NotConfigured, Error> FindProfileChain(const Profiles& profiles,
                                                                  const SelectedProfile& selected,
                                                                  bool selected_by_code);

}  // namespace lookoutvision::internal
