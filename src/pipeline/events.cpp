// The callbacks of ClientConfig; see events.h.
#include "pipeline/events.h"

#include <algorithm>

#include "pipeline/caller_headers.h"

namespace lookoutvision::internal {

std::optional<Error> CallBeforeAttempt(const Call& call, Attempt& attempt) {
  const auto& hook = call.config.before_attempt;
  if (!hook) return std::nullopt;
  HttpHeaders& headers = attempt.http.headers;
  const HttpHeaders own = headers;
  if (auto error = hook({.operation = call.request.operation,
                         .invocation_id = call.invocation_id,
                         .attempt = call.attempts + 1,
                         .method = attempt.http.method,
                         .url = attempt.http.url,
                         .headers = headers,
                         .body = attempt.http.body})) {
    return error;
  }
  for (const auto& field : headers) {
    if (std::find(own.begin(), own.end(), field) == own.end()) attempt.added_secrets.push_back(field.value);
  }
  return ValidateChange(own, headers);
}

void EmitAttemptEvent(const ClientConfig& config, const Call& call, const Attempt& attempt,
                      const Error* error, std::optional<std::chrono::nanoseconds> delay) {
  if (!config.on_attempt) return;
  config.on_attempt({.operation = call.request.operation,
                     .invocation_id = call.invocation_id,
                     .attempt = call.attempts,
                     .max_attempts = call.resolved->settings.max_attempts,
                     .endpoint = call.resolved->settings.endpoint.origin,
                     .http_status = attempt.http_status,
                     .request_id = attempt.request_id,
                     .duration = attempt.duration,
                     .error = error,
                     .next_attempt_in = delay,
                     .bytes_sent = attempt.http.body.size(),
                     .bytes_received = attempt.bytes_received,
                     .measurements = attempt.measurements});
}

void EmitCallEvent(const ClientConfig& config, const Call& call, const Error* error) {
  if (!config.on_call) return;
  CallEvent event{.operation = call.request.operation,
                  .invocation_id = call.invocation_id,
                  .attempts = call.attempts,
                  .http_status = call.http_status,
                  .request_id = call.request_id,
                  .client_token = call.request.token,
                  .duration = config.platform.steady_now() - call.start,
                  .error = error};
  if (call.resolved != nullptr) event.endpoint = call.resolved->settings.endpoint.origin;
  config.on_call(event);
}

}  // namespace lookoutvision::internal
