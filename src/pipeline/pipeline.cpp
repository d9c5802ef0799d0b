// The attempt loop; see pipeline.h.
#include "pipeline/pipeline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "base/limits.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/uuid.h"
#include "pipeline/call.h"
#include "pipeline/caller_headers.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

Error Cancelled(std::string message) {
  return {
      .kind = ErrorKind::kCancelled, .message = std::move(message), .stop_reason = StopReason::kCancelled};
}

// `error`, which ended the call, with what the last attempt had died of.
Error After(Error error, const std::optional<Error>& last) {
  if (!last) return error;
  error.message += ", after: " + last->message;
  error.code = last->code;
  error.code_name = last->code_name;
  error.http_status = last->http_status;
  error.request_id = last->request_id;
  return error;
}

// Whether an attempt that ended so may have taken effect.
bool LeavesEffectUnclear(const Error& error) {
  if (error.kind == ErrorKind::kConfiguration) return false;
  return error.kind != ErrorKind::kService ||
         (error.http_status >= 500 && Classify(error) != RetryClass::kThrottling);
}

// A token of a test rig may be a word of the result.
void RedactResult(HttpResponse& response, std::string_view session_token) {
  constexpr std::size_t kShortestToken = 16;
  Redactor redactor;
  redactor.Add(session_token, kShortestToken);
  redactor.Redact(response.body);
}

}  // namespace

Pipeline::Pipeline(ClientConfig config, CallRules rules)
    : config_([&] {
        config.platform = WithRealParts(std::move(config.platform));
        return std::move(config);
      }()),
      rules_(std::move(rules)) {}

Pipeline::~Pipeline() {
  delete resolved_.load();
}

// Without a lock: threads that make the first call at the same time each resolve, and one of the equal
// results wins.
Outcome<const Pipeline::Resolved*> Pipeline::Resolve(const LoadContext& context) const {
  if (const Resolved* resolved = resolved_.load(std::memory_order_acquire)) return resolved;
  if (!HasSha256()) {
    return Failure(
        {.kind = ErrorKind::kConfiguration,
         .message =
             "OpenSSL offers no SHA-256, which signatures need: check its configuration (openssl.cnf)"});
  }
  auto settings = rules_.resolve(config_, context);
  if (!settings) return Failure(std::move(settings).error());
  auto mine = std::make_unique<const Resolved>(*std::move(settings), config_);
  const Resolved* winner = nullptr;
  if (resolved_.compare_exchange_strong(winner, mine.get(), std::memory_order_acq_rel)) return mine.release();
  return winner;
}

// Why the call may not go on: the caller asked it to stop, or its time is up.
std::optional<Error> Pipeline::FindEnd(const Call& call) const {
  if (call.options.stop_token.stop_requested()) return Cancelled("the caller's stop token asked to stop");
  if (const auto remaining = call.Remaining(platform().steady_now()); remaining && remaining->count() <= 0) {
    return Error{.kind = ErrorKind::kTimeout,
                 .message = Call::LimitPassed(call.limit),
                 .retryable = true,
                 .stop_reason = StopReason::kDeadlineTooNear};
  }
  return std::nullopt;
}

// Sleeps until the client's rate allows another attempt.
std::optional<Error> Pipeline::AwaitRate(const Call& call) const {
  if (!call.resolved.rate) return std::nullopt;
  while (true) {
    const auto now = platform().steady_now();
    const auto wait = call.resolved.rate->TakeToken(now);
    if (wait.count() == 0) return std::nullopt;
    if (const auto remaining = call.Remaining(now); remaining && wait >= *remaining) {
      return Error{.kind = ErrorKind::kTimeout,
                   .message =
                       "the service has throttled, and the rate that adaptive mode keeps to allows no "
                       "attempt within the call's limit of " +
                       std::to_string(call.limit.count()) + " ms",
                   .retryable = true,
                   .stop_reason = StopReason::kDeadlineTooNear};
    }
    platform().sleep(wait, call.options.stop_token);
    if (auto end = FindEnd(call)) return end;
  }
}

std::optional<Error> Pipeline::RunCall(SerializedRequest& request, const CallOptions& options,
                                       std::string_view features, Interpret interpret) const {
  if (auto error = FindBadHeader(options)) return error;
  const auto start = platform().steady_now();
  const milliseconds limit = options.timeout.value_or(config_.timeouts.call);
  LoadContext context{.stop_token = options.stop_token};
  if (options.timeout || limit.count() > 0) context.deadline = DeadlineAfter(start, limit);
  auto resolved = Resolve(context);
  if (!resolved) {
    Error& error = resolved.error();
    if (error.kind == ErrorKind::kTimeout) error.message = Call::LimitPassed(limit) + ": " + error.message;
    TellEnd(request, nullptr, &error, start);
    return std::move(error);
  }
  std::string invocation_id;
  try {
    invocation_id = MakeUuid(platform().random_bytes);
    if (!request.token_header.empty() && request.token.empty()) {
      request.token = MakeUuid(platform().random_bytes);
    }
  } catch (const std::system_error& error) {
    const Error failed{.kind = ErrorKind::kConfiguration, .message = error.what()};
    TellEnd(request, nullptr, &failed, start);
    return failed;
  }
  Call call(request, options, **resolved, std::move(invocation_id));
  call.features = features;
  call.limit = limit;
  call.deadline = context.deadline;
  auto error = RunAttempts(call, interpret);
  TellEnd(request, &call, error ? &*error : nullptr, start);
  return error;
}

std::optional<Error> Pipeline::RunAttempts(Call& call, Interpret interpret) const {
  // What every error of this call tells.
  const auto finish = [&](Error error) -> Error {
    error.endpoint = call.resolved.settings.endpoint.origin;
    error.client_token = call.request.token;
    error.attempts = call.attempt;
    error.may_have_taken_effect = call.may_have_taken_effect;
    return error;
  };

  std::optional<Error> last;
  while (true) {
    if (auto end = FindEnd(call)) return finish(After(*std::move(end), last));
    if (auto end = AwaitRate(call)) return finish(After(*std::move(end), last));
    auto credentials = LoadCredentials(call);
    // Loading may have taken long, and it ends early when the call does.
    if (auto end = FindEnd(call)) {
      if (!credentials && end->kind == ErrorKind::kTimeout) {
        end->message += " while credentials were loaded: " + credentials.error().message;
      }
      return finish(After(*std::move(end), last));
    }
    if (!credentials) return finish(credentials.error());
    auto unprepared = Prepare(call, *credentials);
    Cleanse(*credentials);
    if (unprepared) return finish(*std::move(unprepared));
    ++call.attempt;
    auto error = Exchange(call, interpret);
    if (call.resolved.rate) {
      call.resolved.rate->AfterAttempt(platform().steady_now(),
                                       error && Classify(*error) == RetryClass::kThrottling);
    }
    if (!error) {
      call.resolved.retry.AfterSuccess(call.retry);
      Tell(call, nullptr, std::nullopt);
      return std::nullopt;
    }

    RetryClass retry_class = rules_.classify(*error);
    if (call.AnotherClockMayHelp(*error)) retry_class = RetryClass::kTransient;
    auto remaining = call.Remaining(platform().steady_now());
    // A transport that counts in milliseconds may end an attempt so much before the deadline.
    if (error->kind == ErrorKind::kTimeout && remaining && *remaining < milliseconds{1}) {
      remaining = nanoseconds{0};
    }
    const RetryDecision decision =
        call.resolved.retry.AfterFailure(call.retry, {.retry_class = retry_class,
                                                      .retry_after = error->retry_after,
                                                      .remaining = remaining,
                                                      .random = RandomShare()});
    error->retryable = retry_class != RetryClass::kNotRetryable;
    error->stop_reason = error->kind == ErrorKind::kCancelled ? StopReason::kCancelled : decision.reason;
    if (error->kind == ErrorKind::kTimeout && remaining && remaining->count() <= 0) {
      error->message = Call::LimitPassed(call.limit) + ": " + error->message;
    }
    // The transport refused before anything was sent.
    if (error->kind == ErrorKind::kConfiguration) --call.attempt;
    if (LeavesEffectUnclear(*error)) call.may_have_taken_effect = true;
    last = finish(*std::move(error));
    Tell(call, &*last, decision.delay);
    if (!decision.delay) return last;
    // Awake again, the loop finds out whether it was woken to stop.
    platform().sleep(*decision.delay, call.options.stop_token);
  }
}

// One exchange with the transport, and what its answer means.
std::optional<Error> Pipeline::Exchange(Call& call, Interpret interpret) const {
  const auto sent_at = platform().system_now();
  const auto start = platform().steady_now();
  auto response = call.resolved.transport->Send(call.http, call.limits);
  call.duration = platform().steady_now() - start;
  const Redactor redactor = call.Secrets();
  if (!response) {
    Error error = std::move(response).error();
    redactor.Redact(error);
    // What may pass, and had no answer: the network, or an endpoint that is not there.
    if (error.retryable) error.message += call.resolved.settings.endpoint.unreachable_hint;
    return error;
  }
  call.http_status = response->status;
  call.bytes_received = response->body.size();
  call.measurements = response->measurements;
  if (config_.on_attempt || config_.on_call) {
    call.request_id = RequestIdOf(response->headers);
    redactor.Redact(call.request_id);
  }
  if (call.resolved.settings.correct_clock_skew) {
    call.measured_skew = MeasureClockSkew(response->headers.Find("Date"),
                                          response->headers.Find("Age").has_value(), sent_at, call.duration);
    LearnClockSkew(call);
  }
  if (rules_.redact_results) RedactResult(*response, call.SessionToken());
  auto error = interpret(*response);
  if (error) {
    redactor.Redact(*error);
    error->retry_after = RetryAfterOf(response->headers, platform().system_now());
  }
  // It may have been an answer of keys.
  Cleanse(response->body);
  return error;
}

void Pipeline::LearnClockSkew(const Call& call) const {
  const bool succeeded = call.http_status >= 200 && call.http_status < 300;
  if (call.measured_skew) {
    clock_skew_.Set(succeeded ? SkewAfterSuccess(call.applied_skew, *call.measured_skew)
                              : *call.measured_skew);
  }
}

bool Pipeline::Call::AnotherClockMayHelp(const Error& error) {
  if (!measured_skew || !MayMeanClockSkew(error.code_name)) return false;
  if (SkewExplainsRejection(applied_skew, *measured_skew)) return true;
  const bool is_corrected = SkewExplainsRejection(applied_skew, nanoseconds{0});
  if (!is_corrected || !RejectsSignature(error.code_name) || local_clock != LocalClock::kUntried)
    return false;
  local_clock = LocalClock::kNext;
  return true;
}

void Pipeline::Tell(const Call& call, const Error* error, std::optional<nanoseconds> delay) const {
  if (!config_.on_attempt) return;
  config_.on_attempt({.operation = call.request.operation,
                      .invocation_id = call.invocation_id,
                      .attempt = call.attempt,
                      .max_attempts = call.resolved.settings.max_attempts,
                      .endpoint = call.resolved.settings.endpoint.origin,
                      .http_status = call.http_status,
                      .request_id = call.request_id,
                      .duration = call.duration,
                      .error = error,
                      .next_attempt_in = delay,
                      .bytes_sent = call.http.body.size(),
                      .bytes_received = call.bytes_received,
                      .measurements = call.measurements});
}

// `call` is null where the configuration was of no use.
void Pipeline::TellEnd(const SerializedRequest& request, const Call* call, const Error* error,
                       std::chrono::steady_clock::time_point start) const {
  if (!config_.on_call) return;
  CallEvent event{.operation = request.operation,
                  .client_token = request.token,
                  .duration = platform().steady_now() - start,
                  .error = error};
  if (call != nullptr) {
    event.invocation_id = call->invocation_id;
    event.endpoint = call->resolved.settings.endpoint.origin;
    event.attempts = call->attempt;
    event.http_status = call->http_status;
    event.request_id = call->request_id;
  }
  config_.on_call(event);
}

std::string Pipeline::origin() const {
  const Resolved* resolved = resolved_.load(std::memory_order_acquire);
  return resolved == nullptr ? "" : resolved->settings.endpoint.origin;
}

std::optional<milliseconds> Pipeline::LimitOfOneCall(
    std::optional<std::chrono::steady_clock::time_point> deadline) const {
  const milliseconds limit = config_.timeouts.call;
  if (!deadline) return limit.count() > 0 ? std::optional(limit) : std::nullopt;
  const auto remaining = std::chrono::ceil<milliseconds>(*deadline - platform().steady_now());
  return limit.count() > 0 ? std::min(limit, remaining) : remaining;
}

double Pipeline::RandomShare() const {
  std::array<std::uint64_t, 1> bits{};
  platform().random_bytes(std::as_writable_bytes(std::span(bits)));
  // The 53 bits that a double holds exactly: at least 0 and below 1.
  return static_cast<double>(bits[0] >> 11) * 0x1.0p-53;
}

}  // namespace lookoutvision::internal
