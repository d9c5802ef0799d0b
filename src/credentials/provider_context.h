// ProviderContext: what a provider of credentials has for one refresh.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <lookoutvision/client_config.h>
#include <lookoutvision/credentials.h>

#include "config/profiles.h"

namespace lookoutvision::internal {

/// Lives for one refresh, and is passed on to all providers that take part in it. What it is made from
/// outlives it. Not thread-safe.
class ProviderContext {
 public:
  ProviderContext(const ClientConfig& client_config, const LoadContext& call_context)
      : config(client_config), load_context(call_context) {}

  const Platform& platform() const { return config.platform; }

  /// The profile files, which are read when they are first asked for.
  const Outcome<Profiles>& profiles() const;

  /// How the client calls its service, without what concerns that service alone.
  const ClientConfig& config;
  const LoadContext& load_context;

 private:
  mutable std::optional<Outcome<Profiles>> profiles_;
};

/// A provider as a function. It may be called by many threads at once.
using CredentialsSource = std::function<LoadResult(const ProviderContext&)>;

/// The provider that asks `source`, each time with a context of its own.
std::shared_ptr<CredentialsProvider> MakeProvider(ClientConfig config, CredentialsSource source);

}  // namespace lookoutvision::internal
