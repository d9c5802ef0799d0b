// Validates the headers that a caller adds to its calls.
#pragma once

#include <optional>

#include <lookoutvision/client_config.h>
#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>

namespace lookoutvision::internal {

/// The first header of the client or of the call that cannot be sent, as an error of kind `kConfiguration` or
/// `kInvalidRequest`. Absent if all are valid. No error here quotes a value, which may be a secret.
std::optional<Error> ValidateHeaders(const ClientConfig& config);
std::optional<Error> ValidateHeaders(const CallOptions& options);

/// The first invalid change that `before_attempt` made to the headers `before`, as an error of kind
/// `kConfiguration`. Absent if there is none.
std::optional<Error> ValidateChange(const HttpHeaders& before, const HttpHeaders& after);

/// The error of a caller that sets Authorization although the credentials do; absent if it does not.
std::optional<Error> ValidateAuthorization(const HttpHeaders& headers, const CallOptions& options,
                                           const Credentials& credentials);

}  // namespace lookoutvision::internal
