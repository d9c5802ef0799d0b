// The grammar of the shared config and credentials files: from the text of one file to its sections.
// It opens no file, and does not know what the keys mean.
#pragma once

#include <cstddef>
#include <string_view>

#include <lookoutvision/outcome.h>

#include "config/profiles.h"

namespace lookoutvision::internal {

/// The files differ in how sections are named: `[profile x]` in a config file, `[x]` in a credentials file,
/// which has profiles only.
enum class ProfileFileKind { kConfig, kCredentials };

/// A file of more bytes is refused.
inline constexpr std::size_t kMaxProfileFileSize = std::size_t{4} * 1024 * 1024;

/// Reads `text`; `name` is the file's, for messages. Sections and keys with names that are not valid are
/// left out. A line that fits the grammar nowhere fails with `kConfiguration`; the error names the line, and
/// quotes nothing of it.
Outcome<Profiles> ParseProfileFile(std::string_view text, ProfileFileKind kind, std::string_view name);

}  // namespace lookoutvision::internal
