// Resolved: the settings of a client, and what it makes of them in its first call.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

#include "config/settings.h"
#include "pipeline/user_agent.h"
#include "retry/adaptive_rate.h"
#include "retry/standard_retry.h"

namespace lookoutvision::internal {

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

/// Resolves once. Thread-safe, without a lock that a fork could leave locked in the child.
class ResolvedOnce {
 public:
  ResolvedOnce() = default;
  ~ResolvedOnce() { delete resolved_.load(); }
  ResolvedOnce(const ResolvedOnce&) = delete;
  ResolvedOnce& operator=(const ResolvedOnce&) = delete;

  /// Null until Get() has succeeded.
  const Resolved* Find() const { return resolved_.load(std::memory_order_acquire); }

  /// Calls `resolve` until it succeeds. Threads that make the first call at the same time each resolve, and
  /// one of the equal results wins.
  Outcome<const Resolved*> Get(const ClientConfig& config, const std::function<Outcome<Settings>()>& resolve);

 private:
  std::atomic<const Resolved*> resolved_{nullptr};
};

}  // namespace lookoutvision::internal
