// Call and Attempt: the state of a call in the pipeline, and of one of its attempts.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/client_config.h>

#include "base/redactor.h"
#include "base/secrets.h"
#include "pipeline/resolved.h"
#include "protocol/serialized_request.h"
#include "retry/standard_retry.h"

namespace lookoutvision::internal {

/// Whether the call has tried the uncorrected clock, after the corrected one was rejected.
enum class LocalClock { kUntried, kNext, kTried };

struct Attempt;

/// Keeps the result of a 2xx response, or returns the error in it.
using ResultParser = std::function<std::optional<Error>(const HttpResponse&)>;

/// An error that ends a call whose deadline has passed, or will pass before another attempt.
Error DeadlineTooNear(std::string message);
/// `error`, which ends a call before an attempt, with the error of the last attempt added.
Error AfterAttempt(Error error, const std::optional<Error>& last);
/// Whether an attempt that failed with `error` may have taken effect.
bool LeavesEffectUnclear(const Error& error);

struct Call {
  // Some bodies and headers carry a token.
  ~Call() {
    Cleanse(request.body);
    for (auto& [name, value] : request.headers) Cleanse(value);
  }

  /// The time until the deadline; absent if there is none.
  std::optional<std::chrono::nanoseconds> Remaining(std::chrono::steady_clock::time_point now) const {
    return deadline ? std::optional<std::chrono::nanoseconds>(*deadline - now) : std::nullopt;
  }
  /// `the call's timeout of 5 s has passed`
  std::string TimeoutPassed() const;
  /// The error that ends the call at `now`, if a stop is requested or its deadline has passed.
  std::optional<Error> EndedBy(std::chrono::steady_clock::time_point now) const;
  /// Whether a rejected signature may be accepted with another clock: the one that the response shows or, if
  /// that one was rejected, once the local one, which the next attempt then uses.
  bool CanRetryWithAnotherClock(const Attempt& attempt, const Error& error);
  /// Keeps a secret of an attempt, which the responses to later ones may still echo.
  void AddSecret(std::string_view secret);
  /// `error`, with the members that all errors of this call have in common.
  Error Complete(Error error) const;

  SerializedRequest request;
  const ClientConfig& config;
  const CallOptions options;
  /// Ids for the User-Agent.
  const std::string_view features;
  const ResultParser parse;
  const std::chrono::steady_clock::time_point start;
  const std::optional<std::chrono::milliseconds> timeout;
  const std::optional<std::chrono::steady_clock::time_point> deadline;

  /// Null until the settings are resolved.
  const Resolved* resolved = nullptr;
  std::string invocation_id = {};
  /// Lower-case hex.
  std::string payload_hash = {};

  /// How many attempts were sent.
  int attempts = 0;
  RetryState retry = {};
  LocalClock local_clock = LocalClock::kUntried;
  /// Whether other credentials were loaded because the service rejected the first.
  bool reloaded_credentials = false;
  /// The tokens of its attempts, and the values of headers that the caller's hook added or changed.
  std::vector<SecretString> secrets = {};
  /// Whether any attempt so far may have taken effect.
  bool may_have_taken_effect = false;
  /// The status and the request id of the last attempt.
  int http_status = 0;
  std::string request_id = {};
  /// When the next step is due; absent if the call has ended.
  std::optional<std::chrono::steady_clock::time_point> next_step = {};
  /// Of the last attempt.
  std::optional<Error> last_error = {};
  /// Why the call ended; absent if it succeeded or has not ended.
  std::optional<Error> final_error = {};
};

struct Attempt {
  Attempt() = default;
  ~Attempt() { Cleanse(http.body); }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  /// The session token or bearer token of its credentials; empty if there is none.
  std::string_view Token() const;
  /// Whether `error` says that the service no longer accepts its credentials.
  bool HasRejectedCredentials(const Error& error) const;
  /// Removes the secrets that the attempt sends from errors and events.
  Redactor Secrets(const Call& call) const;

  /// Ids for the User-Agent of the source of the credentials.
  std::string source_features = {};
  std::optional<SecretCredentials> credentials = {};
  HttpRequest http = {};
  HttpSendOptions send_options = {};
  std::chrono::nanoseconds applied_skew{0};
  std::optional<std::chrono::nanoseconds> measured_skew = {};
  std::chrono::system_clock::time_point begin = {};
  std::chrono::nanoseconds duration{0};
  int http_status = 0;
  std::string request_id = {};
  std::size_t bytes_received = 0;
  HttpMeasurements measurements = {};
};

}  // namespace lookoutvision::internal
