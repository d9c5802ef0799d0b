// ProviderContext: the configuration, deadline and profiles of one load of credentials.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <lookoutvision/client_config.h>
#include <lookoutvision/credentials.h>

#include "config/lookup.h"
#include "config/profiles.h"

namespace lookoutvision::internal {

/// Lives for one load, and is passed to all providers that take part in it. Its arguments must outlive it.
/// Not thread-safe.
class ProviderContext {
 public:
  ProviderContext(const ClientConfig& client_config, const LoadContext& call_context)
      : config(client_config), load_context(call_context) {}

  const Platform& platform() const { return config.platform; }

  /// The profile files, read at the first call.
  const Outcome<Profiles>& profiles() const;

  /// Finds settings in the environment and in the selected profile, if that exists. Fails as profiles() does.
  Outcome<Lookup> lookup() const;

  /// The client's configuration, without what is for its service only.
  const ClientConfig& config;
  const LoadContext& load_context;

 private:
  mutable std::optional<Outcome<Profiles>> profiles_;
};

/// A credentials provider as a function. Thread-safe.
using CredentialsSource = std::function<LoadResult(const ProviderContext&)>;

/// A provider that calls `source`, with a new context per load.
std::shared_ptr<CredentialsProvider> MakeProvider(ClientConfig config, CredentialsSource source);

}  // namespace lookoutvision::internal
