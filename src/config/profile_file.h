// Parses the shared config and credentials files of AWS tools.
#pragma once

#include <cstddef>
#include <string_view>

#include <lookoutvision/outcome.h>

#include "config/profiles.h"

namespace lookoutvision::internal {

/// The files name sections differently: `[profile x]` in a config file, `[x]` in a credentials file, which
/// contains only profiles.
enum class ProfileFileKind { kConfig, kCredentials };

/// Larger files are rejected.
inline constexpr std::size_t kMaxProfileFileSize = std::size_t{4} * 1024 * 1024;

/// Parses `text`; `name` is the name of the file, for messages. Skips sections and keys whose names are not
/// valid. Fails with `kConfiguration` if a line is not well-formed; the error contains the line number, but
/// never quotes the line.
Outcome<Profiles> ParseProfileFile(std::string_view text, ProfileFileKind kind, std::string_view name);

}  // namespace lookoutvision::internal
