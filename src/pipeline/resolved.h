// Resolved: the settings of a client, and the objects that its first call makes from them.
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

/// A value that is set once. Thread-safe, without a lock that a fork could leave locked in the child.
template <typename T>
class Once {
 public:
  Once() = default;
  ~Once() { delete value_.load(); }
  Once(const Once&) = delete;
  Once& operator=(const Once&) = delete;

  /// Null until Set() was called.
  const T* Find() const { return value_.load(std::memory_order_acquire); }

  /// Sets the value unless it is already set, and returns the one that is set.
  const T* Set(std::unique_ptr<const T> value) {
    const T* winner = nullptr;
    if (!value_.compare_exchange_strong(winner, value.get(), std::memory_order_acq_rel)) return winner;
    return value.release();
  }

 private:
  std::atomic<const T*> value_{nullptr};
};

/// The libcurl transport of clients that share their connections.
using SharedTransport = Once<std::shared_ptr<HttpTransport>>;

struct Resolved {
  Resolved(Settings resolved_settings, const ClientConfig& config, SharedTransport& shared);

  const Settings settings;
  const UserAgent user_agent;
  const std::shared_ptr<HttpTransport> transport;
  const std::vector<std::string> proxy_secrets;
  mutable StandardRetry retry;
  /// In adaptive mode only.
  mutable std::optional<AdaptiveRate> rate;
};

/// The value of `resolved`; if it is not set, calls `resolve` and sets it. Threads that make the first call
/// at the same time each call `resolve`, and one of the equal results is kept.
Outcome<const Resolved*> Resolve(Once<Resolved>& resolved, const ClientConfig& config,
                                 SharedTransport& shared, const std::function<Outcome<Settings>()>& resolve);

}  // namespace lookoutvision::internal
