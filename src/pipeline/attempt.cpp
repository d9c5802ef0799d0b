// One attempt of a call: its credentials, its signature, sending it and reading the response.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "base/deadline.h"
#include "base/secrets.h"
#include "base/validate_credentials.h"
#include "pipeline/call.h"
#include "pipeline/caller_headers.h"
#include "pipeline/events.h"
#include "pipeline/lambda_trace.h"
#include "pipeline/pipeline.h"
#include "pipeline/signed_request.h"

namespace lookoutvision::internal {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

// The timeout of an attempt: the configured one, or the remaining time of the call if that is shorter.
std::optional<milliseconds> AttemptTimeout(std::optional<milliseconds> configured,
                                           std::optional<nanoseconds> remaining) {
  if (!remaining) return configured;
  // To some transports, zero means no timeout.
  return Nearer(configured,
                std::optional(std::max(std::chrono::ceil<milliseconds>(*remaining), milliseconds{1})));
}

// Shorter session tokens occur in test setups only, and may be words of the result.
void RedactResult(HttpResponse& response, std::string_view session_token) {
  constexpr std::size_t kShortestToken = 16;
  Redactor redactor;
  redactor.Add(session_token, kShortestToken);
  redactor.Redact(response.body);
}

}  // namespace

// Everything after the rate's delay and before the attempt is sent. An error ends the call.
std::optional<Error> Pipeline::Prepare(Call& call, Attempt& attempt) const {
  auto credentials = LoadCredentials(call, attempt);
  // The deadline may have passed meanwhile, or a stop request or the deadline may have ended the load.
  if (auto end = call.EndedBy(platform().steady_now())) {
    if (!credentials && end->kind == ErrorKind::kTimeout) {
      end->message += " while credentials were loaded: " + credentials.error().message;
    }
    return end;
  }
  if (!credentials) return std::move(credentials).error();
  attempt.credentials.emplace(*std::move(credentials));
  return Sign(call, *attempt.credentials, attempt);
}

Outcome<Credentials> Pipeline::LoadCredentials(const Call& call, Attempt& attempt) const {
  auto loaded = config_.credentials->Load({.stop_token = call.options.stop_token, .deadline = call.deadline});
  attempt.source_features = std::move(loaded.user_agent_features);
  if (auto* credentials = std::get_if<Credentials>(&loaded)) return std::move(*credentials);
  if (auto* error = std::get_if<Error>(&loaded)) return Failure(std::move(*error));
  return Failure({.kind = ErrorKind::kCredentials,
                  .message = "no credentials were found: " + std::get<NotConfigured>(loaded).why +
                             "; set them, or use MakeAnonymousCredentials() to send the call unsigned"});
}

std::optional<Error> Pipeline::Sign(Call& call, const Credentials& credentials, Attempt& attempt) const {
  const Settings& settings = call.resolved->settings;
  if (const auto invalid = ValidateCredentials(credentials)) {
    return Error{.kind = ErrorKind::kCredentials,
                 .message = "the credentials provider returned invalid credentials: " + ToString(*invalid)};
  }
  if (!credentials.access_key_id.empty() && settings.signing_region.empty())
    return NoRegion(settings.profile);

  const bool by_local_clock = call.local_clock == LocalClock::kNext;
  if (by_local_clock) call.local_clock = LocalClock::kTried;
  const auto skew = by_local_clock ? std::optional(nanoseconds{0}) : clock_skew_.Get();
  attempt.applied_skew = skew.value_or(nanoseconds{0});
  attempt.send_options = {
      .stop_token = call.options.stop_token,
      .connect_timeout = config_.timeouts.connect,
      .timeout = AttemptTimeout(config_.timeouts.attempt, call.Remaining(platform().steady_now())),
      .proxy = settings.proxy,
      .unix_socket = settings.endpoint.unix_socket};
  const auto timeout = attempt.send_options.timeout;
  const auto time = std::chrono::floor<SystemTime::duration>(platform().system_now() + attempt.applied_skew);
  const std::string trace = settings.is_in_lambda ? LambdaTrace(platform()) : std::string();
  const std::string user_agent = call.resolved->user_agent.Value(call.features, attempt.source_features);
  const RequestParts parts{
      .request = call.request,
      .settings = settings,
      .config = config_,
      .options = call.options,
      .credentials = credentials,
      .payload_hash = call.payload_hash,
      .invocation_id = call.invocation_id,
      .user_agent = user_agent,
      .trace = trace,
      .attempt = call.attempts + 1,
      .time = time,
      .end = skew && timeout && *timeout < kForever ? std::optional(time + *timeout) : std::nullopt};
  attempt.http = BuildRequest(parts);
  if (auto error = CallBeforeAttempt(call, attempt)) return error;
  if (auto error = ValidateAuthorization(attempt.http.headers, call.options, credentials)) return error;
  SignRequest(attempt.http, parts, signing_keys_);
  return std::nullopt;
}

// Sends the request, and reads the parts of the response that do not depend on the operation.
Outcome<HttpResponse> Pipeline::Send(const Call& call, Attempt& attempt) const {
  const Settings& settings = call.resolved->settings;
  attempt.begin = platform().system_now();
  const auto start = platform().steady_now();
  auto response = call.resolved->transport->Send(attempt.http, attempt.send_options);
  attempt.duration = platform().steady_now() - start;
  if (!response) {
    // A failure that may be temporary, without a response: the endpoint may not exist.
    if (response.error().retryable) response.error().message += settings.endpoint.unreachable_hint;
    return response;
  }
  attempt.http_status = response->status;
  attempt.bytes_received = response->body.size();
  attempt.measurements = response->measurements;
  if (config_.on_attempt || config_.on_call) {
    attempt.request_id = RequestIdOf(response->headers);
    attempt.Secrets(call).Redact(attempt.request_id);
  }
  if (settings.correct_clock_skew) {
    attempt.measured_skew =
        MeasureClockSkew(response->headers.Find("Date"), response->headers.Find("Age").has_value(),
                         attempt.begin, attempt.duration);
  }
  if (attempt.measured_skew) {
    const bool succeeded = response->status >= 200 && response->status < 300;
    clock_skew_.Set(succeeded ? SkewAfterSuccess(attempt.applied_skew, *attempt.measured_skew)
                              : *attempt.measured_skew);
  }
  return response;
}

// The error in the response; absent if it has a result.
std::optional<Error> Pipeline::Read(HttpResponse& response, const Attempt& attempt,
                                    const ResultParser& parse) const {
  if (rules_.redact_results) RedactResult(response, attempt.Token());
  const bool succeeded = response.status >= 200 && response.status < 300;
  auto error = succeeded ? parse(response) : rules_.parse_error(response);
  if (error) {
    error->retry_after = RetryAfterOf(response.headers, platform().system_now());
    if (!succeeded || rules_.redact_results) error->body = std::move(response.body);
  }
  // The body may contain credentials.
  Cleanse(response.body);
  return error;
}

}  // namespace lookoutvision::internal
