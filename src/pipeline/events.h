// The events of calls and attempts, as ClientConfig's callbacks receive them.
#pragma once

#include <chrono>
#include <optional>

#include <lookoutvision/client_config.h>

#include "pipeline/call.h"

namespace lookoutvision::internal {

/// Calls `on_attempt`, if there is one, after an attempt. `error` is null if it succeeded.
void ReportAttempt(const ClientConfig& config, const Call& call, const Attempt& attempt, const Error* error,
                   std::optional<std::chrono::nanoseconds> delay);

/// Calls `on_call`, if there is one, at the end of the call. `error` is null if it succeeded.
void ReportCall(const ClientConfig& config, const Call& call, const Error* error);

}  // namespace lookoutvision::internal
