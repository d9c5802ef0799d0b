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

}  // namespace

Resolved::Resolved(Settings resolved_settings, const ClientConfig& config)
    : settings(std::move(resolved_settings)),
      user_agent(settings),
      transport(config.transport ? config.transport : MakeCurlTransport(TransportOptions(settings, config))),
      proxy_secrets(ProxySecrets(settings.proxy)),
      retry(config.retry, settings.max_attempts) {
  if (settings.retry_mode == RetryMode::kAdaptive) rate.emplace();
}

Outcome<const Resolved*> ResolvedOnce::Get(const ClientConfig& config,
                                           const std::function<Outcome<Settings>()>& resolve) {
  if (const Resolved* const resolved = Find()) return resolved;
  if (!HasSha256()) {
    return Failure(
        {.kind = ErrorKind::kConfiguration,
         .message =
             "OpenSSL provides no SHA-256, which signatures need: check its configuration (openssl.cnf)"});
  }
  auto settings = resolve();
  if (!settings) return Failure(std::move(settings).error());
  auto mine = std::make_unique<const Resolved>(*std::move(settings), config);
  const Resolved* winner = nullptr;
  if (resolved_.compare_exchange_strong(winner, mine.get(), std::memory_order_acq_rel)) return mine.release();
  return winner;
}

}  // namespace lookoutvision::internal
