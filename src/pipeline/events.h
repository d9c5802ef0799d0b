// Calls the callbacks of ClientConfig.
#pragma once

#include <chrono>
#include <optional>

#include <lookoutvision/client_config.h>

#include "pipeline/call.h"

namespace lookoutvision::internal {

/// Calls `before_attempt`, if set, with the request, whose headers it may change. An error ends the call.
std::optional<Error> CallBeforeAttempt(Call& call, Attempt& attempt);

/// Calls `on_call_start`, if set.
void EmitCallStartEvent(const ClientConfig& config, const Call& call);

/// Calls `on_attempt`, if set, after an attempt. `error` is null if it succeeded; `delay` is the time until
/// the next attempt.
void EmitAttemptEvent(const ClientConfig& config, const Call& call, const Attempt& attempt,
                      const Error* error, std::optional<std::chrono::nanoseconds> delay);

/// Calls `on_call`, if set, at the end of the call. `error` is null if it succeeded.
void EmitCallEvent(const ClientConfig& config, const Call& call, const Error* error);

}  // namespace lookoutvision::internal
