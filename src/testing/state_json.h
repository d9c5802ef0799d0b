// Writes the state of a mock service as JSON; docs/testing.md documents the members.
#pragma once

#include <string>

namespace lookoutvision::testing {

struct ServiceState;

/// Thread-safe.
std::string StateJson(ServiceState& service);

}  // namespace lookoutvision::testing
