// What providers share that make calls of their own; see calls.h.
#include "credentials/calls.h"

#include <utility>

#include "config/settings.h"

namespace lookoutvision::internal {
namespace {

constexpr int kAttemptsOfFixedHosts = 3;

}  // namespace

ClientConfig ConfigOf(const CredentialsOptions& options, std::shared_ptr<CredentialsProvider> signer) {
  ClientConfig config;
  config.region = options.region;
  config.profile = options.profile;
  config.use_fips_endpoint = options.use_fips_endpoint;
  config.use_dualstack_endpoint = options.use_dualstack_endpoint;
  config.credentials = std::move(signer);
  config.timeouts = options.timeouts;
  config.timeouts.call = std::chrono::milliseconds{0};
  config.ca_bundle = options.ca_bundle;
  config.allow_plaintext_http = options.allow_plaintext_http;
  config.transport = options.transport;
  config.platform = options.platform;
  return config;
}

CallRules RulesOf(const Service& service) {
  return {.resolve = [&service](const ClientConfig& config, const LoadContext& context) {
    return ResolveSettings(config, service, config.platform, context);
  }};
}

CallRules RulesOf(const Url& host) {
  Settings settings;
  settings.endpoint.origin = host.Origin();
  settings.endpoint.authority = host.Authority();
  settings.max_attempts = kAttemptsOfFixedHosts;
  settings.correct_clock_skew = false;
  return {.resolve = [settings](const ClientConfig&, const LoadContext&) -> Outcome<Settings> {
    return settings;
  }};
}

CallOptions LimitsOf(const LoadContext& context, const Pipeline& pipeline) {
  return {.stop_token = context.stop_token, .timeout = pipeline.LimitOfOneCall(context.deadline)};
}

Error SourceFailed(std::string what, Error cause) {
  // Whoever stopped the call is told that, and nothing else.
  if (cause.kind != ErrorKind::kCancelled && cause.stop_reason != StopReason::kDeadlineTooNear) {
    cause.kind = ErrorKind::kCredentials;
  }
  std::string why = std::move(cause.message);
  if (!cause.code_name.empty()) why = cause.code_name + ": " + why;
  cause.message = std::move(what) + ": " + why;
  return cause;
}

Error Broken(std::string message) {
  return {.kind = ErrorKind::kCredentials, .message = std::move(message)};
}

}  // namespace lookoutvision::internal
