// Handles requests to the mock service's admin server.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// The largest clock skew, in either direction.
inline constexpr std::chrono::hours kMaxClockSkew{24 * 366};

/// What the admin server can do to its service. Called on the admin server's thread.
struct AdminActions {
  std::function<void(const Fault&, int times)> enqueue;
  std::function<void(const OngoingFault&)> install;
  std::function<void()> clear_faults;
  std::function<void()> release;
  std::function<void(std::chrono::milliseconds)> set_clock_skew;
  std::function<std::string()> state;
  /// See MockServiceOptions::admin_hosts.
  std::vector<std::string> hosts = {};
};

/// Performs the request; a response with a status of 400 or above says why it failed.
Response HandleAdminRequest(const RecordedRequest& request, const AdminActions& actions);

}  // namespace lookoutvision::testing
