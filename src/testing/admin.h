// Handles requests to the mock service's admin server.
#pragma once

#include <functional>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

struct ServiceState;

/// Performs the request on the service; `release` continues its delayed exchanges. A response with a status
/// of 400 or above contains the reason of the failure.
Response HandleAdminRequest(const RecordedRequest& request, ServiceState& service,
                            const std::function<void()>& release);

}  // namespace lookoutvision::testing
