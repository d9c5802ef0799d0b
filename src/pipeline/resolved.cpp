// Resolves the settings of a client.
#include "pipeline/resolved.h"

#include <utility>

#include "base/crypto.h"
#include "config/proxy.h"

namespace lookoutvision::internal {
namespace {

HttpTransportOptions TransportOptions(const Settings& settings, const ClientConfig& config) {
  return {.ca_bundle = settings.ca_bundle,
          .client_certificate = config.client_certificate.value_or(""),
          .client_key = config.client_key.value_or(""),
          .platform = config.platform};
}

std::shared_ptr<HttpTransport> TransportOf(const Settings& settings, const ClientConfig& config,
                                           SharedTransport& shared) {
  if (config.transport) return config.transport;
  if (const auto* const found = shared.Find()) return *found;
  return *shared.Set(std::make_unique<const std::shared_ptr<HttpTransport>>(
      MakeCurlTransport(TransportOptions(settings, config))));
}

}  // namespace

Resolved::Resolved(Settings resolved_settings, const ClientConfig& config, SharedTransport& shared)
    : settings(std::move(resolved_settings)),
      user_agent(settings),
      transport(TransportOf(settings, config, shared)),
      proxy_secrets(ProxySecrets(settings.proxy)),
      retry(config.retry, settings.max_attempts) {
  if (settings.retry_mode == RetryMode::kAdaptive) rate.emplace();
}

Outcome<const Resolved*> Resolve(Once<Resolved>& resolved, const ClientConfig& config,
                                 SharedTransport& shared, const std::function<Outcome<Settings>()>& resolve) {
  if (const Resolved* const found = resolved.Find()) return found;
  if (!HasSha256()) {
    return Failure(
        {.kind = ErrorKind::kConfiguration,
         .message =
             "OpenSSL provides no SHA-256, which signatures need: check its configuration (openssl.cnf)"});
  }
  auto settings = resolve();
  if (!settings) return Failure(std::move(settings).error());
  return resolved.Set(std::make_unique<const Resolved>(*std::move(settings), config, shared));
}

}  // namespace lookoutvision::internal
