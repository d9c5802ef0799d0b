// The calls of credentials providers; see calls.h.
#include "credentials/calls.h"

#include <utility>

#include "base/text.h"
#include "config/settings.h"

namespace lookoutvision::internal {

LoadResult WithFeatures(Credentials credentials, std::string features) {
  LoadResult loaded = std::move(credentials);
  loaded.user_agent_features = std::move(features);
  return loaded;
}
namespace {

// Reads the profile files only if neither code nor environment decides.
Outcome<std::string> CaBundleOf(const ClientConfig& config, const ProviderContext& context) {
  std::string ca_bundle = FindCaBundle(config, Lookup(context.platform(), nullptr));
  if (config.ca_bundle || !ca_bundle.empty()) return ca_bundle;
  const auto lookup = context.lookup();
  if (!lookup) return Failure(lookup.error());
  return FindCaBundle(config, *lookup);
}

}  // namespace

ClientConfig ConfigOf(const ProviderContext& context, std::shared_ptr<CredentialsProvider> signer) {
  ClientConfig config = context.config;
  config.credentials = std::move(signer);
  return config;
}

ClientConfig ConfigOfHost(const ProviderContext& context, const Timeouts& timeouts) {
  ClientConfig config = ConfigOf(context, MakeAnonymousCredentials());
  config.timeouts = timeouts;
  config.retry = {};
  return config;
}

CallRules RulesOf(const Service& service, const ProviderContext& context) {
  return {.resolve = [&service, &context](const ClientConfig& config, const LoadContext&) {
    return ResolveSettings(config, service, context.profiles());
  }};
}

CallRules RulesOf(const Url& host, const ProviderContext& context, int max_attempts) {
  return {.resolve = [&host, &context, max_attempts](const ClientConfig& config,
                                                     const LoadContext&) -> Outcome<Settings> {
    auto ca_bundle = host.is_https() ? CaBundleOf(config, context) : std::string();
    if (!ca_bundle) return Failure(std::move(ca_bundle).error());
    Settings settings;
    settings.endpoint.origin = host.Origin();
    settings.endpoint.authority = host.Authority();
    settings.max_attempts = max_attempts;
    settings.correct_clock_skew = false;
    settings.ca_bundle = *std::move(ca_bundle);
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

Error Broken(std::initializer_list<std::string_view> message) {
  return {.kind = ErrorKind::kCredentials, .message = Concat(message)};
}

}  // namespace lookoutvision::internal
