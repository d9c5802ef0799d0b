// The callbacks of ClientConfig; see events.h.
#include "pipeline/events.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/url.h"
#include "pipeline/caller_headers.h"

namespace lookoutvision::internal {
namespace {

std::string ErrorTypeOf(const Error* error) {
  if (error == nullptr) return "";
  if (!error->code_name.empty()) return error->code_name;
  if (error->kind == ErrorKind::kService) return std::to_string(error->http_status);
  return std::string(ToString(error->kind));
}

}  // namespace

std::optional<Error> CallBeforeAttempt(Call& call, Attempt& attempt) {
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
    if (std::find(own.begin(), own.end(), field) == own.end()) call.AddSecret(field.value);
  }
  if (auto error = ValidateChange(own, headers)) return error;
  if (const auto token = headers.Find(call.request.token_header)) call.request.token = *token;
  return std::nullopt;
}

void EmitAttemptEvent(const ClientConfig& config, const Call& call, const Attempt& attempt,
                      const Error* error, std::optional<std::chrono::nanoseconds> delay) {
  if (!config.on_attempt) return;
  const Endpoint& endpoint = call.resolved->settings.endpoint;
  const auto url = ParseUrl(attempt.http.url);
  const std::string_view host = url->host();
  const std::size_t bracket = host.starts_with('[') ? 1 : 0;
  const std::string_view address = host.substr(bracket, host.size() - 2 * bracket);
  const bool is_tcp = endpoint.unix_socket.empty();
  const std::string error_type = ErrorTypeOf(error);
  config.on_attempt({.operation = call.request.operation,
                     .invocation_id = call.invocation_id,
                     .attempt = call.attempts,
                     .max_attempts = call.resolved->settings.max_attempts,
                     .endpoint = endpoint.origin,
                     .server_address = is_tcp ? address : endpoint.unix_socket,
                     .server_port = is_tcp ? url->port() : 0,
                     .begin = attempt.begin,
                     .http_status = attempt.http_status,
                     .request_id = attempt.request_id,
                     .duration = attempt.duration,
                     .error = error,
                     .error_type = error_type,
                     .next_attempt_in = delay,
                     .bytes_sent = attempt.http.body.size(),
                     .bytes_received = attempt.bytes_received,
                     .measurements = attempt.measurements});
}

void EmitCallEvent(const ClientConfig& config, const Call& call, const Error* error) {
  if (!config.on_call) return;
  const std::string error_type = ErrorTypeOf(error);
  CallEvent event{.operation = call.request.operation,
                  .invocation_id = call.invocation_id,
                  .attempts = call.attempts,
                  .http_status = call.http_status,
                  .request_id = call.request_id,
                  .client_token = call.request.token,
                  .duration = config.platform.steady_now() - call.start,
                  .error = error,
                  .error_type = error_type};
  if (call.resolved != nullptr) event.endpoint = call.resolved->settings.endpoint.origin;
  config.on_call(event);
}

void EmitCallStartEvent(const ClientConfig& config, const Call& call) {
  if (!config.on_call_start) return;
  config.on_call_start({.operation = call.request.operation,
                        .invocation_id = call.invocation_id,
                        .begin = config.platform.system_now()});
}

}  // namespace lookoutvision::internal
