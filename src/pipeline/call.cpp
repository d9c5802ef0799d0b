// Call and Attempt; see call.h.
#include "pipeline/call.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "pipeline/signed_request.h"
#include "retry/classification.h"
#include "retry/clock_skew.h"

namespace lookoutvision::internal {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

// Keeps whole characters of UTF-8.
void CutBody(std::string& body) {
  std::size_t size = 1024;
  if (body.size() <= size) return;
  for (int i = 0; i < 3 && (static_cast<unsigned char>(body[size]) & 0xC0) == 0x80; ++i) --size;
  body = body.substr(0, size);
}

}  // namespace

Error DeadlineTooNear(std::string message) {
  return {.kind = ErrorKind::kTimeout,
          .message = std::move(message),
          .retryable = true,
          .stop_reason = StopReason::kDeadlineTooNear};
}

Error AfterAttempt(Error error, const std::optional<Error>& last) {
  const bool call_is_over =
      error.stop_reason == StopReason::kCancelled || error.stop_reason == StopReason::kDeadlineTooNear;
  if (!last || !call_is_over) return error;
  error.message += ", after: " + last->message;
  error.code = last->code;
  error.code_name = last->code_name;
  error.http_status = last->http_status;
  error.request_id = last->request_id;
  return error;
}

bool LeavesEffectUnclear(const Error& error) {
  if (error.kind == ErrorKind::kConfiguration || error.unreachable) return false;
  return error.kind != ErrorKind::kService ||
         (error.http_status >= 500 && Classify(error) != RetryClass::kThrottling);
}

std::string Call::TimeoutPassed() const {
  return "the call's timeout of " +
         DurationText(std::max(timeout.value_or(milliseconds{0}), milliseconds{0})) + " has passed";
}

std::optional<Error> Call::EndedBy(std::chrono::steady_clock::time_point now) const {
  if (options.stop_token.stop_requested()) {
    return Error{.kind = ErrorKind::kCancelled,
                 .message = "the caller's stop token requested a stop",
                 .stop_reason = StopReason::kCancelled};
  }
  const auto remaining = Remaining(now);
  return remaining && remaining->count() <= 0 ? std::optional(DeadlineTooNear(TimeoutPassed()))
                                              : std::nullopt;
}

Error Call::Complete(Error error) const {
  if (resolved != nullptr) error.endpoint = resolved->settings.endpoint.origin;
  error.client_token = request.token;
  error.attempts = attempts;
  error.may_have_taken_effect = may_have_taken_effect;
  CutBody(error.body);
  return error;
}

void Call::AddSecret(std::string_view secret) {
  const auto is_same = [&](const SecretString& other) { return other.view() == secret; };
  if (std::none_of(secrets.begin(), secrets.end(), is_same)) secrets.emplace_back(secret);
}

bool Call::CanRetryWithAnotherClock(const Attempt& attempt, const Error& error) {
  if (!attempt.measured_skew || !MayMeanClockSkew(error.code_name)) return false;
  if (SkewExplainsRejection(attempt.applied_skew, *attempt.measured_skew)) return true;
  const bool is_corrected = SkewExplainsRejection(attempt.applied_skew, nanoseconds{0});
  if (!is_corrected || !RejectsSignature(error.code_name) || local_clock != LocalClock::kUntried) {
    return false;
  }
  local_clock = LocalClock::kNext;
  return true;
}

std::string_view Attempt::Token() const {
  if (!credentials) return "";
  return credentials->bearer_token.empty() ? credentials->session_token : credentials->bearer_token;
}

bool Attempt::HasRejectedCredentials(const Error& error) const {
  if (error.kind != ErrorKind::kService) return false;
  if (!credentials->bearer_token.empty()) return error.http_status == 401;
  return !credentials->access_key_id.empty() && RejectsCredentials(error.code_name);
}

Redactor Attempt::Secrets(const Call& call) const {
  Redactor redactor;
  redactor.Add(Token());
  for (const SecretString& secret : call.secrets) redactor.AddHeader(secret.view());
  for (const std::string_view secret : call.request.secrets) redactor.AddHeader(secret);
  for (const std::string& secret : call.resolved->proxy_secrets) redactor.Add(secret);
  for (const auto* headers : {&call.config.headers, &call.options.headers, &call.options.signed_headers}) {
    for (const auto& [name, value] : *headers) redactor.AddHeader(value);
  }
  return redactor;
}

}  // namespace lookoutvision::internal
