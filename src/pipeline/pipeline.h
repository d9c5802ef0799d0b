// Pipeline: runs a call, from its serialized request through its attempts to an outcome.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <lookoutvision/client_config.h>
#include <lookoutvision/outcome.h>

#include "config/settings.h"
#include "pipeline/call.h"
#include "pipeline/resolved.h"
#include "protocol/rest_json.h"
#include "protocol/serialized_request.h"
#include "retry/classification.h"
#include "retry/clock_skew.h"
#include "retry/standard_retry.h"
#include "signing/sigv4.h"

namespace lookoutvision::internal {

/// The rules that are specific to one service.
struct CallRules {
  /// Resolves the settings of a configuration whose platform is complete. The first call runs it, with its
  /// own stop token and deadline.
  std::function<Outcome<Settings>(const ClientConfig&, const LoadContext&)> resolve;
  /// Parses the error of a response whose status is not 2xx.
  Error (*parse_error)(const HttpResponse&) = ParseError;
  /// Whether another attempt may help.
  RetryClass (*classify)(const Error&) = Classify;
  /// Whether to remove the session token of a call from its result, text of which may become an error. Not
  /// for services whose results are credentials.
  bool redact_results = false;
};

/// The outcome of a call, and the idempotency token that it sent.
template <typename Result>
struct CallEnd {
  Result outcome;
  std::string client_token;
};

/// A parser that keeps in `outcome`, which must outlive it, what `parse` returns.
template <typename Result, typename Parse>
ResultParser ParseInto(std::optional<Result>& outcome, Parse parse) {
  return [&outcome, parse](const HttpResponse& response) -> std::optional<Error> {
    outcome.emplace(parse(response));
    return *outcome ? std::nullopt : std::optional(outcome->error());
  };
}

/// Shared by all copies of a client, and thread-safe. It has no lock that a fork could leave locked in the
/// child.
class Pipeline {
 public:
  /// Does no I/O. Pipelines with the same `transport` share their connections.
  Pipeline(ClientConfig config, CallRules rules,
           std::shared_ptr<SharedTransport> transport = std::make_shared<SharedTransport>());
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Makes the call. `parse` reads a 2xx response: `Outcome<T>(const HttpResponse&)`. If the operation has an
  /// idempotency token and `request` has none, generates one. `features` are ids for the User-Agent.
  template <typename Parse>
  // NOLINTNEXTLINE(performance-unnecessary-value-param): moved, which it misses in files without a call.
  auto Run(SerializedRequest request, const CallOptions& options, Parse parse,
           std::string_view features = {}) const
      -> CallEnd<std::invoke_result_t<Parse&, const HttpResponse&>> {
    using Result = std::invoke_result_t<Parse&, const HttpResponse&>;
    std::optional<Result> result;
    const auto call = RunCall(std::move(request), options, features, ParseInto(result, parse));
    if (call->final_error) result.emplace(Failure(*std::move(call->final_error)));
    return {*std::move(result), std::move(call->request.token)};
  }

  /// A call whose steps the caller makes. The pipeline and what `parse` refers to must outlive it.
  std::unique_ptr<Call> MakeCall(SerializedRequest request, const CallOptions& options,
                                 std::string_view features, ResultParser parse) const;
  /// Makes one attempt, unless the rate of adaptive mode delays it, and does not sleep. Returns when the next
  /// step is due; absent if the call has ended, with `call.final_error` or the result that its parser kept.
  /// After a stop request the next step, at any time, ends the call.
  std::optional<std::chrono::steady_clock::time_point> Step(Call& call) const;

  const ClientConfig& config() const { return config_; }
  const Platform& platform() const { return config_.platform; }

  ClientCounters counters() const;

  /// Scheme, host and port of calls; empty until the first call has resolved them.
  std::string origin() const;

  /// The timeout of a call that is part of an operation with a deadline, such as a wait; absent if there is
  /// none.
  std::optional<std::chrono::milliseconds> CallTimeoutUntil(
      std::optional<std::chrono::steady_clock::time_point> deadline) const;

  /// At least 0 and below 1.
  double RandomShare() const;

 private:
  std::unique_ptr<Call> RunCall(SerializedRequest request, const CallOptions& options,
                                std::string_view features, ResultParser parse) const;
  std::optional<Error> Begin(Call& call) const;
  std::optional<Error> MakeAttempt(Call& call) const;
  std::optional<Error> AwaitRate(Call& call) const;
  std::optional<Error> Prepare(Call& call, Attempt& attempt) const;
  Outcome<Credentials> LoadCredentials(const Call& call, Attempt& attempt) const;
  std::optional<Error> Sign(Call& call, const Credentials& credentials, Attempt& attempt) const;
  Outcome<HttpResponse> Send(const Call& call, Attempt& attempt) const;
  std::optional<Error> Read(HttpResponse& response, const Attempt& attempt, const ResultParser& parse) const;
  bool CanRetryWithOtherCredentials(Error& error, Call& call, const Attempt& attempt) const;
  RetryDecision DecideOn(Error& error, Call& call, const Attempt& attempt) const;

  const ClientConfig config_;
  const CallRules rules_;
  const std::shared_ptr<SharedTransport> transport_;
  mutable Once<Resolved> resolved_;
  mutable ClockSkew clock_skew_;
  mutable SigningKeyCache signing_keys_;
  mutable struct { std::atomic<std::uint64_t> calls, attempts, retries_refused, opened, reused; } counters_;
};

}  // namespace lookoutvision::internal
