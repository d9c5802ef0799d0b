// Call and Attempt: the state of a call in the pipeline, and of one of its attempts.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/client_config.h>

#include "base/redactor.h"
#include "base/secrets.h"
#include "config/settings.h"
#include "pipeline/user_agent.h"
#include "protocol/serialized_request.h"
#include "retry/adaptive_rate.h"
#include "retry/standard_retry.h"

namespace lookoutvision::internal {

/// What a client resolves once, in its first call.
struct Resolved {
  Resolved(Settings resolved_settings, const ClientConfig& config);

  const Settings settings;
  const UserAgent user_agent;
  const std::shared_ptr<HttpTransport> transport;
  const std::vector<std::string> proxy_secrets;
  mutable StandardRetry retry;
  /// In adaptive mode only.
  mutable std::optional<AdaptiveRate> rate;
};

/// Whether the call has tried the clock as it is, after the corrected one was rejected.
enum class LocalClock { kUntried, kNext, kTried };

struct Attempt;

/// An error that ends a call because its time is up, or will be before another attempt.
Error DeadlineTooNear(std::string message);

struct Call {
  // Some bodies and headers carry a token.
  ~Call() {
    Cleanse(request.body);
    for (auto& [name, value] : request.headers) Cleanse(value);
  }

  /// Until the deadline; absent if there is none.
  std::optional<std::chrono::nanoseconds> Remaining(std::chrono::steady_clock::time_point now) const {
    return deadline ? std::optional<std::chrono::nanoseconds>(*deadline - now) : std::nullopt;
  }
  /// `the call's timeout of 5000 ms has passed`
  std::string TimeoutPassed() const;
  /// Why there is no further attempt at `now`: the caller asked the call to stop, or its deadline has passed.
  std::optional<Error> FindEnd(std::chrono::steady_clock::time_point now) const;
  /// Whether a rejected signature may be accepted if it is made by another clock: by the one that the
  /// response shows or, if that one was rejected, once by the local one, which the next attempt then uses.
  bool AnotherClockMayHelp(const Attempt& attempt, const Error& error);
  /// `error`, with what every error of this call says.
  Error Complete(Error error) const;

  SerializedRequest request;
  const CallOptions& options;
  /// Ids for the User-Agent.
  const std::string_view features;
  const std::chrono::steady_clock::time_point start;
  const std::optional<std::chrono::milliseconds> timeout;
  const std::optional<std::chrono::steady_clock::time_point> deadline;

  /// Null until the settings are found.
  const Resolved* resolved = nullptr;
  std::string invocation_id = {};
  /// Lower-case hex.
  std::string payload_hash = {};

  /// How many were sent.
  int attempts = 0;
  RetryState retry = {};
  LocalClock local_clock = LocalClock::kUntried;
  /// Of any attempt so far.
  bool may_have_taken_effect = false;
  /// Of the last attempt.
  int http_status = 0;
  std::string request_id = {};
};

struct Attempt {
  Attempt() = default;
  ~Attempt() { Cleanse(http.body); }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  /// The session token that signs it; empty if there is none.
  std::string_view SessionToken() const;
  /// Knows what it sends and no error or event may repeat.
  Redactor Secrets(const Call& call) const;

  /// Ids for the User-Agent of where the credentials come from.
  std::string source_features = {};
  HttpRequest http = {};
  HttpSendOptions send_options = {};
  std::chrono::nanoseconds applied_skew{0};
  std::optional<std::chrono::nanoseconds> measured_skew = {};
  std::chrono::nanoseconds duration{0};
  int http_status = 0;
  std::string request_id = {};
  std::size_t bytes_received = 0;
  HttpMeasurements measurements = {};
};

}  // namespace lookoutvision::internal
