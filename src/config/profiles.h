// Profiles: the shared config and credentials files of AWS tools, read and merged. It says what the files
// hold, not what the settings in them mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "base/secrets.h"

namespace lookoutvision::internal {

/// A value, which may be a key, and where it stands, for messages: `/home/me/.aws/config, line 12`.
struct Property {
  SecretString value = {};
  std::string where = {};
  /// What stands indented below a property without a value of its own, by key in lower case; `value` then
  /// holds those lines as they are.
  std::map<std::string, Property, std::less<>> nested = {};
};

/// One `[profile x]`, `[sso-session x]` or `[services x]`. Keys are in lower case.
struct Section {
  std::string name = {};
  std::map<std::string, Property, std::less<>> properties = {};

  /// Null where there is none, or a blank one.
  const Property* Find(std::string_view key) const;
};

/// The two files together; where both set a property, the credentials file's stands.
struct Profiles {
  std::map<std::string, Section, std::less<>> profiles = {};
  std::map<std::string, Section, std::less<>> sso_sessions = {};
  std::map<std::string, Section, std::less<>> services = {};
  /// Where they were looked for, for messages: `/home/me/.aws/config`, `/home/me/.aws/credentials (missing)`.
  std::vector<std::string> files = {};
};

/// Reads the files that `AWS_CONFIG_FILE` (else ~/.aws/config) and `AWS_SHARED_CREDENTIALS_FILE` (else
/// ~/.aws/credentials) name; in both `~/` is HOME. A file that is missing is empty. One that cannot be read
/// or parsed fails with `kConfiguration` and names file and line; it quotes no value. One that keeps the read
/// waiting beyond the limits of the call fails with `kCancelled` or `kTimeout`.
Outcome<Profiles> LoadProfiles(const Platform& platform, const LoadContext& context);

/// `explicit_name`, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
struct SelectedProfile {
  std::string name = {};
  /// Who chose it: `ClientConfig::profile`, `AWS_PROFILE`; empty for the default, which may be missing.
  std::string source = {};
};
SelectedProfile SelectProfile(const std::optional<std::string>& explicit_name, const Platform& platform);

/// `profile "dev" (AWS_PROFILE) in /home/me/.aws/config or /home/me/.aws/credentials (missing)`
std::string Describe(const SelectedProfile& selected, const Profiles& profiles);

/// The profile that was selected, which points into `profiles`. Null where nobody chose one and there is no
/// `default`; one that was chosen and is missing fails with `kConfiguration` and names the files.
Outcome<const Section*> FindProfile(const Profiles& profiles, const SelectedProfile& selected);

}  // namespace lookoutvision::internal
