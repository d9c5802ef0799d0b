// ServiceState: the state that all sessions of a mock service share.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <string>

#include <lookoutvision/testing/mock_service.h>

#include "base/random.h"
#include "testing/fault_queue.h"
#include "testing/journal.h"
#include "testing/operations.h"

namespace lookoutvision::testing {

struct ServiceState {
  /// Throws std::invalid_argument for invalid options.
  explicit ServiceState(MockServiceOptions given);
  ServiceState(const ServiceState&) = delete;
  ServiceState& operator=(const ServiceState&) = delete;

  /// Throws std::invalid_argument beyond 366 days in either direction.
  void SetClockSkew(std::chrono::milliseconds skew);
  /// See MockService::AdvanceClock().
  void AdvanceClock(std::chrono::milliseconds by);
  /// See MockService::Reset().
  void Reset();

  std::atomic<std::chrono::milliseconds> clock_skew{std::chrono::milliseconds{0}};
  /// With every member of the platform set, and with the skew in its wall clock.
  const MockServiceOptions options;
  Operations operations{options};
  FaultQueue faults{options.platform, options.fault_seed};
  Journal journal{options.max_recorded_requests, options.max_recorded_bytes};

  /// What the page proves its requests with. Unpredictable even if the platform's random bytes are not.
  const std::string admin_token = internal::MakeUuid(internal::SystemRandomBytes);
  /// Lines for a shell that make its clients call this service. Set before the admin server starts.
  std::string environment = {};
};

/// The host of a URL for clients on this machine, if the service listens on the address.
std::string UrlHost(const std::string& address);

/// The state as JSON, with at most the last `max_requests` requests; docs/testing.md documents the members.
/// Thread-safe.
std::string StateJson(ServiceState& service,
                      std::size_t max_requests = std::numeric_limits<std::size_t>::max());

}  // namespace lookoutvision::testing
