// The attempt loop; see pipeline.h.
#include "pipeline/pipeline.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

#include "base/deadline.h"
#include "base/random.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/validate_credentials.h"
#include "pipeline/call.h"
#include "pipeline/caller_headers.h"
#include "pipeline/events.h"
#include "pipeline/lambda_trace.h"
#include "pipeline/signed_request.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

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

Pipeline::Pipeline(ClientConfig config, CallRules rules, std::shared_ptr<SharedTransport> transport)
    : config_([&] {
        config.platform = WithRealParts(std::move(config.platform));
        return std::move(config);
      }()),
      rules_(std::move(rules)),
      transport_(std::move(transport)) {}

CallEnd<std::optional<Error>> Pipeline::RunCall(SerializedRequest request, const CallOptions& options,
                                                std::string_view features, const Parser& parse) const {
  if (auto error = ValidateHeaders(config_, options)) return {std::move(error), std::move(request.token)};
  const auto start = platform().steady_now();
  const auto timeout = options.timeout ? options.timeout : config_.timeouts.call;
  Call call{.request = std::move(request),
            .config = config_,
            .options = options,
            .features = features,
            .start = start,
            .timeout = timeout,
            .deadline = DeadlineAfter(start, timeout)};
  auto error = Begin(call);
  if (!error) error = RunAttempts(call, parse);
  if (error) error = call.Complete(*std::move(error));
  EmitCallEvent(config_, call, error ? &*error : nullptr);
  return {std::move(error), std::move(call.request.token)};
}

// Resolves the settings, and what all attempts have in common.
std::optional<Error> Pipeline::Begin(Call& call) const {
  auto resolved = Resolve(resolved_, config_, *transport_, [&] {
    return rules_.resolve(config_, {.stop_token = call.options.stop_token, .deadline = call.deadline});
  });
  if (!resolved) {
    Error& error = resolved.error();
    if (error.kind == ErrorKind::kTimeout) error.message = call.TimeoutPassed() + ": " + error.message;
    return std::move(error);
  }
  call.resolved = *resolved;
  try {
    call.invocation_id = MakeUuid(platform().random_bytes);
    if (!call.request.token_header.empty() && call.request.token.empty()) {
      call.request.token = MakeUuid(platform().random_bytes);
    }
  } catch (const std::system_error& error) {
    return Error{.kind = ErrorKind::kConfiguration, .message = error.what()};
  }
  call.payload_hash = Hex(Sha256(call.request.body));
  return std::nullopt;
}

std::optional<Error> Pipeline::RunAttempts(Call& call, const Parser& parse) const {
  StandardRetry& retry = call.resolved->retry;
  std::optional<AdaptiveRate>& rate = call.resolved->rate;
  std::optional<Error> last;
  while (true) {
    Attempt attempt;
    if (auto error = Prepare(call, attempt)) return AfterAttempt(*std::move(error), last);
    ++call.attempts;
    auto response = Send(call, attempt);
    auto error = response ? Read(*response, attempt, parse) : std::optional(std::move(response).error());
    call.http_status = attempt.http_status;
    call.request_id = attempt.request_id;
    if (rate) {
      rate->AfterAttempt(platform().steady_now(), error && Classify(*error) == RetryClass::kThrottling);
    }
    if (!error) {
      retry.AfterSuccess(call.retry);
      EmitAttemptEvent(config_, call, attempt, nullptr, std::nullopt);
      return std::nullopt;
    }

    attempt.Secrets(call).Redact(*error);
    const RetryDecision decision = DecideOn(*error, call, attempt);
    last = call.Complete(*std::move(error));
    EmitAttemptEvent(config_, call, attempt, &*last, decision.delay);
    if (!decision.delay) return last;
    // Prepare() detects that a stop request ended the sleep.
    platform().sleep(*decision.delay, call.options.stop_token);
  }
}

// Everything before the attempt is sent. An error ends the call.
std::optional<Error> Pipeline::Prepare(Call& call, Attempt& attempt) const {
  if (auto end = call.EndedBy(platform().steady_now())) return end;
  if (auto end = AwaitRate(call)) return end;
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

// Sleeps until the client's rate allows another attempt.
std::optional<Error> Pipeline::AwaitRate(const Call& call) const {
  if (!call.resolved->rate) return std::nullopt;
  while (true) {
    const auto now = platform().steady_now();
    const auto wait = call.resolved->rate->TakeToken(now);
    if (wait.count() == 0) return std::nullopt;
    if (const auto remaining = call.Remaining(now); remaining && wait >= *remaining) {
      return DeadlineTooNear(
          "the service has throttled calls, and the rate of adaptive mode allows no attempt within the "
          "call's timeout of " +
          DurationText(*call.timeout));
    }
    platform().sleep(wait, call.options.stop_token);
    if (auto end = call.EndedBy(platform().steady_now())) return end;
  }
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
  const auto sent_at = platform().system_now();
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
    attempt.measured_skew = MeasureClockSkew(
        response->headers.Find("Date"), response->headers.Find("Age").has_value(), sent_at, attempt.duration);
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
                                    const Parser& parse) const {
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

// Whether the service rejected the credentials of the attempt and there are others. A call loads others once.
bool Pipeline::CanRetryWithOtherCredentials(Error& error, Call& call, const Attempt& attempt) const {
  if (!attempt.HasRejectedCredentials(error)) return false;
  config_.credentials->Reject(*attempt.credentials);
  if (std::exchange(call.reloaded_credentials, true)) return false;
  Attempt next;
  auto loaded = LoadCredentials(call, next);
  // The attempt loop reports a call that has ended.
  if (call.EndedBy(platform().steady_now())) return true;
  if (!loaded) {
    error.message += "; no other credentials could be loaded: " + loaded.error().message;
    return false;
  }
  const SecretCredentials others(*std::move(loaded));
  return !SameKeys(others, *attempt.credentials);
}

// Decides whether another attempt follows, and completes `error` accordingly.
RetryDecision Pipeline::DecideOn(Error& error, Call& call, const Attempt& attempt) const {
  RetryClass retry_class = rules_.classify(error);
  if (call.CanRetryWithAnotherClock(attempt, error) || CanRetryWithOtherCredentials(error, call, attempt)) {
    retry_class = RetryClass::kTransient;
  }
  auto remaining = call.Remaining(platform().steady_now());
  // A transport that measures in milliseconds may end an attempt up to 1 ms before the deadline.
  if (error.kind == ErrorKind::kTimeout && remaining && *remaining < milliseconds{1}) {
    remaining = nanoseconds{0};
  }
  const RetryDecision decision =
      call.resolved->retry.AfterFailure(call.retry, {.retry_class = retry_class,
                                                     .retry_after = error.retry_after,
                                                     .remaining = remaining,
                                                     .random = RandomShare()});
  error.retryable = retry_class != RetryClass::kNotRetryable;
  error.stop_reason = error.kind == ErrorKind::kCancelled ? StopReason::kCancelled : decision.reason;
  if (error.kind == ErrorKind::kTimeout && remaining && remaining->count() <= 0) {
    error.message = call.TimeoutPassed() + ": " + error.message;
  }
  // The transport rejected the request before anything was sent.
  if (error.kind == ErrorKind::kConfiguration) --call.attempts;
  if (LeavesEffectUnclear(error)) call.may_have_taken_effect = true;
  return decision;
}

std::string Pipeline::origin() const {
  const Resolved* const resolved = resolved_.Find();
  return resolved == nullptr ? "" : resolved->settings.endpoint.origin;
}

std::optional<milliseconds> Pipeline::CallTimeoutUntil(
    std::optional<std::chrono::steady_clock::time_point> deadline) const {
  const auto& timeout = config_.timeouts.call;
  if (!deadline) return timeout;
  return Nearer(timeout, std::optional(std::chrono::ceil<milliseconds>(*deadline - platform().steady_now())));
}

double Pipeline::RandomShare() const {
  std::array<std::uint64_t, 1> bits{};
  platform().random_bytes(std::as_writable_bytes(std::span(bits)));
  // A double represents 53 bits exactly, so that the result is below 1.
  return static_cast<double>(bits[0] >> 11) * 0x1.0p-53;
}

}  // namespace lookoutvision::internal
