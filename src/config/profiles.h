// Profiles: the merged content of the shared config and credentials files of AWS tools.
#pragma once

#include <cstddef>
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

/// A value, which may be a secret, and its location for messages: `/home/me/.aws/config, line 12`.
struct Property {
  SecretString value = {};
  std::string where = {};
  /// The sub-properties below a property without a value, by key in lower case; `value` then contains their
  /// lines.
  std::map<std::string, Property, std::less<>> nested = {};
};

/// One `[profile x]`, `[sso-session x]` or `[services x]`. Keys are in lower case.
struct Section {
  std::string name = {};
  std::map<std::string, Property, std::less<>> properties = {};

  /// Null if there is none, or it is blank.
  const Property* Find(std::string_view key) const;
};

/// Both files, merged: properties in the credentials file take precedence.
struct Profiles {
  std::map<std::string, Section, std::less<>> profiles = {};
  std::map<std::string, Section, std::less<>> sso_sessions = {};
  std::map<std::string, Section, std::less<>> services = {};
  /// The files and their status, for messages: `/home/me/.aws/config`, `/home/me/.aws/credentials (missing)`.
  std::vector<std::string> files = {};
};

/// The files name sections differently: `[profile x]` in a config file, `[x]` in a credentials file, which
/// contains only profiles.
enum class ProfileFileKind { kConfig, kCredentials };

/// Larger files are rejected.
inline constexpr std::size_t kMaxProfileFileSize = std::size_t{4} * 1024 * 1024;

/// Parses the `text` of one file; `name` is the name of the file, for messages. Skips sections and keys whose
/// names are not valid. Fails with `kConfiguration` if a line is not well-formed; the error contains the line
/// number, but never quotes the line.
Outcome<Profiles> ParseProfileFile(std::string_view text, ProfileFileKind kind, std::string_view name);

/// Reads the files that `AWS_CONFIG_FILE` (default: ~/.aws/config) and `AWS_SHARED_CREDENTIALS_FILE`
/// (default: ~/.aws/credentials) name; `~/` means HOME. A missing file counts as empty. Fails with
/// `kConfiguration` if a file cannot be read or parsed; the error contains file and line, but no value. Fails
/// with `kCancelled` or `kTimeout` if the call ends during a read.
Outcome<Profiles> LoadProfiles(const Platform& platform, const LoadContext& context);

/// `explicit_name`, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
struct SelectedProfile {
  std::string name = {};
  /// `ClientConfig::profile`, `AWS_PROFILE`; empty for the default, which may be missing.
  std::string source = {};
};
SelectedProfile SelectProfile(const std::optional<std::string>& explicit_name, const Platform& platform);

/// `profile "dev" (AWS_PROFILE) in /home/me/.aws/config or /home/me/.aws/credentials (missing)`
std::string Describe(const SelectedProfile& selected, const Profiles& profiles);

/// The selected profile, a pointer into `profiles`. Null if none was explicitly selected and there is no
/// `default`. Fails with `kConfiguration` if an explicitly selected one is missing; the error names the
/// files.
Outcome<const Section*> FindProfile(const Profiles& profiles, const SelectedProfile& selected);

}  // namespace lookoutvision::internal
