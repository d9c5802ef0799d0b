// The calls of credentials providers; see calls.h.
#include "credentials/calls.h"

#include <utility>

#include "config/settings.h"

namespace lookoutvision::internal {

LoadResult WithFeatures(Credentials credentials, std::string features) {
  LoadResult loaded = std::move(credentials);
  loaded.user_agent_features = std::move(features);
  return loaded;
}
namespace {

constexpr int kAttemptsOfFixedHosts = 3;

}  // namespace

ClientConfig ConfigOf(const ProviderContext& context, std::shared_ptr<CredentialsProvider> signer) {
  ClientConfig config = context.config;
  config.credentials = std::move(signer);
  return config;
}

ClientConfig ConfigOfHost(const ProviderContext& context, const Timeouts& timeouts,
                          const std::shared_ptr<HttpTransport>& transport) {
  ClientConfig config = ConfigOf(context, MakeAnonymousCredentials());
  config.timeouts = timeouts;
  config.retry = {};
  if (!config.transport) config.transport = transport;
  return config;
}

CallRules RulesOf(const Service& service, const ProviderContext& context) {
  return {.resolve = [&service, &context](const ClientConfig& config, const LoadContext&) {
    return ResolveSettings(config, service, context.profiles());
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

Error SourceFailed(std::string what, Error cause) {
  // A caller that stopped the call gets the kind and stop reason of a cancellation or a timeout.
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
