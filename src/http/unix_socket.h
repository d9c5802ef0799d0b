// Unix sockets in place of TCP connections: which paths are valid, and why a
// connection fails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/error.h>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// What the path of a Unix socket "must" be or have, if it is not valid.
std::optional<Problem> ValidateSocketPath(std::string_view path);

/// The error of `what`, connecting to the Unix socket at `path`. `error` is the errno, 0 if there is none.
Error ExplainUnixSocket(const std::string& what, const std::string& path, int error);

}  // namespace lookoutvision::internal
