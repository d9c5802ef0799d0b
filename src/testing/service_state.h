// ServiceState: the state that all sessions of a mock service share.
#pragma once

#include <utility>

#include <lookoutvision/testing/mock_service.h>

#include "testing/fault_queue.h"
#include "testing/journal.h"
#include "testing/operations.h"

namespace lookoutvision::testing {

struct ServiceState {
  explicit ServiceState(MockServiceOptions given)
      : options(std::move(given)),
        operations(options),
        journal(options.max_recorded_requests, options.max_recorded_bytes) {}

  /// With every member of the platform set.
  const MockServiceOptions options;
  Operations operations;
  FaultQueue faults{options.platform};
  Journal journal;
};

}  // namespace lookoutvision::testing
