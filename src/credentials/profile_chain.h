// What a profile says about credentials: where they come from, and which roles are assumed with them. It only
// reads what the files say, and asks nobody.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <lookoutvision/credentials_providers.h>

#include "config/profiles.h"
#include "credentials/sso.h"

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
  /// The first of them is assumed by means of a `source_profile`, not of a `credential_source`.
  bool by_source_profile = false;
};

/// The chain of the profile selected; "not configured" where it says nothing about credentials, or where
/// there is none and nobody's code named one; an error where it cannot be followed.
std::variant<ProfileChain, NotConfigured, Error> FindProfileChain(const Profiles& profiles,
                                                                  const SelectedProfile& selected,
                                                                  bool selected_by_code);

}  // namespace lookoutvision::internal
