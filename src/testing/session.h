// Serves one connection of the mock service, from accept to close, and applies faults.
#pragma once

// Asio of Boost 1.74 uses std::exchange without including it.
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "testing/connection.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {

/// Returns when the connection has ended and is closed. Runs on the connection's thread.
boost::asio::awaitable<void> Serve(Connection& connection, ServiceState& service);

}  // namespace lookoutvision::testing
