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

#include "base/deadline.h"
#include "base/random.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "pipeline/call.h"
#include "pipeline/caller_headers.h"
#include "pipeline/events.h"

namespace lookoutvision::internal {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

Pipeline::Pipeline(ClientConfig config, CallRules rules, std::shared_ptr<SharedTransport> transport)
    : config_([&] {
        config.platform = WithRealParts(std::move(config.platform));
        return std::move(config);
      }()),
      rules_(std::move(rules)),
      transport_(std::move(transport)) {}

std::unique_ptr<Call> Pipeline::MakeCall(SerializedRequest request, const CallOptions& options,
                                         std::string_view features, ResultParser parse) const {
  const auto start = platform().steady_now();
  const auto timeout = options.timeout ? options.timeout : config_.timeouts.call;
  return std::unique_ptr<Call>(new Call{.request = std::move(request),
                                        .config = config_,
                                        .options = options,
                                        .features = features,
                                        .parse = std::move(parse),
                                        .start = start,
                                        .timeout = timeout,
                                        .deadline = DeadlineAfter(start, timeout),
                                        .final_error = ValidateHeaders(options)});
}

std::optional<std::chrono::steady_clock::time_point> Pipeline::Step(Call& call) const {
  // It has ended, or the headers of its options are not valid.
  if (call.final_error) return std::nullopt;
  call.next_step.reset();
  if (call.resolved == nullptr) call.final_error = Begin(call);
  if (!call.final_error) call.final_error = MakeAttempt(call);
  if (call.final_error) call.final_error = call.Complete(*std::move(call.final_error));
  if (call.next_step) return call.next_step;
  ++counters_.calls;
  EmitCallEvent(config_, call, call.final_error ? &*call.final_error : nullptr);
  return std::nullopt;
}

// Makes a call with all its steps.
std::unique_ptr<Call> Pipeline::RunCall(SerializedRequest request, const CallOptions& options,
                                        std::string_view features, ResultParser parse) const {
  auto call = MakeCall(std::move(request), options, features, std::move(parse));
  // A step detects that a stop request ended the sleep.
  while (const auto due = Step(*call)) platform().sleep(*due - platform().steady_now(), options.stop_token);
  return call;
}

// Resolves the settings, and what all attempts have in common.
std::optional<Error> Pipeline::Begin(Call& call) const {
  try {
    call.invocation_id = MakeUuid(platform().random_bytes);
    if (!call.request.token_header.empty() && call.request.token.empty()) {
      call.request.token = MakeUuid(platform().random_bytes);
    }
  } catch (const std::system_error& error) {
    return Error{.kind = ErrorKind::kConfiguration, .message = error.what()};
  }
  EmitCallStartEvent(config_, call);
  if (auto error = ValidateHeaders(config_)) return error;
  auto resolved = Resolve(resolved_, config_, *transport_, [&] {
    return rules_.resolve(config_, {.stop_token = call.options.stop_token, .deadline = call.deadline});
  });
  if (!resolved) {
    Error& error = resolved.error();
    if (error.kind == ErrorKind::kTimeout) error.message = call.TimeoutPassed() + ": " + error.message;
    return std::move(error);
  }
  call.resolved = *resolved;
  call.payload_hash = Hex(Sha256(call.request.body));
  return std::nullopt;
}

// Makes one attempt. Sets when the next step is due, unless the call has ended.
std::optional<Error> Pipeline::MakeAttempt(Call& call) const {
  if (auto end = call.EndedBy(platform().steady_now())) return AfterAttempt(*std::move(end), call.last_error);
  if (auto end = AwaitRate(call)) return AfterAttempt(*std::move(end), call.last_error);
  if (call.next_step) return std::nullopt;
  Attempt attempt;
  if (auto error = Prepare(call, attempt)) return AfterAttempt(*std::move(error), call.last_error);
  ++call.attempts;
  ++counters_.attempts;
  auto response = Send(call, attempt);
  auto error = response ? Read(*response, attempt, call.parse) : std::optional(std::move(response).error());
  if (const auto reused = attempt.measurements.connection_reused)
    ++(*reused ? counters_.reused : counters_.opened);
  call.http_status = attempt.http_status;
  call.request_id = attempt.request_id;
  if (std::optional<AdaptiveRate>& rate = call.resolved->rate) {
    rate->AfterAttempt(platform().steady_now(), error && Classify(*error) == RetryClass::kThrottling);
  }
  if (!error) {
    call.resolved->retry.AfterSuccess(call.retry);
    EmitAttemptEvent(config_, call, attempt, nullptr, std::nullopt);
    return std::nullopt;
  }

  attempt.Secrets(call).Redact(*error);
  const RetryDecision decision = DecideOn(*error, call, attempt);
  call.last_error = call.Complete(*std::move(error));
  EmitAttemptEvent(config_, call, attempt, &*call.last_error, decision.delay);
  if (!decision.delay) return call.last_error;
  call.AddSecret(attempt.Token());
  call.next_step = platform().steady_now() + *decision.delay;
  return std::nullopt;
}

// Takes a token for an attempt, or sets when there will be one.
std::optional<Error> Pipeline::AwaitRate(Call& call) const {
  if (!call.resolved->rate) return std::nullopt;
  const auto now = platform().steady_now();
  const auto wait = call.resolved->rate->TakeToken(now);
  if (wait.count() == 0) return std::nullopt;
  if (const auto remaining = call.Remaining(now); remaining && wait >= *remaining) {
    return DeadlineTooNear(
        "the service has throttled calls, and the rate of adaptive mode allows no attempt within the "
        "call's timeout of " +
        DurationText(*call.timeout));
  }
  call.next_step = now + wait;
  return std::nullopt;
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
  if (decision.reason == StopReason::kRetryQuotaEmpty) ++counters_.retries_refused;
  error.retryable = retry_class != RetryClass::kNotRetryable;
  error.stop_reason = error.kind == ErrorKind::kCancelled ? StopReason::kCancelled : decision.reason;
  if (error.kind == ErrorKind::kTimeout && remaining && remaining->count() <= 0) {
    error.message = call.TimeoutPassed() + ": " + error.message;
  }
  // The transport rejected the request before anything was sent.
  if (error.kind == ErrorKind::kConfiguration) {
    --call.attempts;
    --counters_.attempts;
  }
  if (LeavesEffectUnclear(error)) call.may_have_taken_effect = true;
  return decision;
}

ClientCounters Pipeline::counters() const {
  const Resolved* const resolved = resolved_.Find();
  return {counters_.calls,           counters_.attempts,
          counters_.retries_refused, counters_.opened,
          counters_.reused,          resolved == nullptr ? 0 : resolved->transport->idle_connections()};
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
