// ServiceState: the state that all sessions of a mock service share.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include <lookoutvision/testing/mock_service.h>

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
};

/// The host of a URL for clients on this machine, if the service listens on the address.
std::string UrlHost(const std::string& address);

/// The state as JSON; docs/testing.md documents the members. Thread-safe.
std::string StateJson(ServiceState& service);

}  // namespace lookoutvision::testing
