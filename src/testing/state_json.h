// Writes the state of a mock service as JSON; docs/testing.md documents the members.
#pragma once

#include <chrono>
#include <string>

namespace lookoutvision::testing {

struct ServiceState;

/// Thread-safe.
std::string StateJson(ServiceState& service, std::chrono::milliseconds clock_skew);

}  // namespace lookoutvision::testing
