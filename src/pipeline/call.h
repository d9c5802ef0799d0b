// What one call carries from attempt to attempt. Private to the pipeline.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/redactor.h"
#include "config/settings.h"
#include "pipeline/pipeline.h"
#include "pipeline/user_agent.h"
#include "retry/adaptive_rate.h"
#include "retry/standard_retry.h"

namespace lookoutvision::internal {

/// Everything that is found out once a client, with its first call.
struct Pipeline::Resolved {
  Resolved(Settings resolved_settings, const ClientConfig& config);

  const Settings settings;
  const UserAgent user_agent;
  const std::shared_ptr<HttpTransport> transport;
  const std::vector<std::string> proxy_secrets;
  mutable StandardRetry retry;
  /// In adaptive mode only.
  mutable std::optional<AdaptiveRate> rate;
};

inline constexpr std::string_view kSessionTokenHeader = "X-Amz-Security-Token";

/// Whether the call has tried the clock as it is, after the corrected one was rejected.
enum class LocalClock { kUntried, kNext, kTried };

struct Pipeline::Call {
  /// Takes path and body out of `serialized`.
  Call(SerializedRequest& serialized, const CallOptions& call_options, const Resolved& found,
       std::string invocation);
  ~Call();

  /// Until the deadline; absent where there is none.
  std::optional<std::chrono::nanoseconds> Remaining(std::chrono::steady_clock::time_point now) const;

  /// Knows what the current attempt sends and no error or event may repeat.
  Redactor Secrets() const;
  /// The session token that signs the current attempt; empty if there is none.
  std::string_view SessionToken() const { return http.headers.Find(kSessionTokenHeader).value_or(""); }

  /// Whether a rejected signature may be accepted if it is made by another clock: by the one that the
  /// response shows or, if that is the one that was rejected, once by the local one.
  bool AnotherClockMayHelp(const Error& error);

  /// `the call's limit of 5000 ms has passed`
  static std::string LimitPassed(std::chrono::milliseconds limit);
  /// The path as it is sent, the endpoint's base path included.
  std::string_view Path() const {
    return std::string_view(http.url).substr(resolved.settings.endpoint.origin.size(), path_size);
  }

  const SerializedRequest& request;
  const CallOptions& options;
  const Resolved& resolved;
  const std::string invocation_id;
  std::string_view features = {};
  std::chrono::milliseconds limit{0};
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  /// Lower-case hex.
  std::string payload_hash = {};
  std::size_t path_size = 0;
  RetryState retry = {};
  /// Of any attempt so far.
  bool may_have_taken_effect = false;
  LocalClock local_clock = LocalClock::kUntried;

  // Of the current attempt.
  int attempt = 0;
  HttpRequest http = {};
  HttpLimits limits = {};
  std::chrono::nanoseconds applied_skew{0};
  std::optional<std::chrono::nanoseconds> measured_skew = {};
  std::chrono::nanoseconds duration{0};
  int http_status = 0;
  std::string request_id = {};
  std::size_t bytes_received = 0;
  HttpMeasurements measurements = {};
};

}  // namespace lookoutvision::internal
