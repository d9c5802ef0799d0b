// Writes what a mock service knows as one JSON text. Its form is told in docs/testing.md.
#pragma once

#include <chrono>
#include <string>

namespace lookoutvision::testing {

struct ServiceState;

/// May be called by any thread.
std::string StateJson(ServiceState& service, std::chrono::milliseconds clock_skew);

}  // namespace lookoutvision::testing
