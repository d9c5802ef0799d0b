// Validates the headers that a caller adds to a call.
#pragma once

#include <optional>

#include <lookoutvision/client_config.h>
#include <lookoutvision/error.h>

namespace lookoutvision::internal {

/// The first of CallOptions::headers that cannot be sent, as an error of kind `kInvalidRequest` that never
/// quotes the value, which may be a secret. Absent if all are valid.
std::optional<Error> ValidateHeaders(const CallOptions& options);

}  // namespace lookoutvision::internal
