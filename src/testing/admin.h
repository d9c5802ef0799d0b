// Admin: what the mock service's admin server answers. It knows HTTP as recorded requests only; its server is
// like the service's own.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// The service's clock is set no further off than this, either way.
inline constexpr std::chrono::hours kMostClockSkew{24 * 366};

/// What an admin may ask of the service it belongs to. Called on the admin server's thread.
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

/// Does what the request asks for; an answer with a status from 400 on says why it did not.
Response HandleAdminRequest(const RecordedRequest& request, const AdminActions& actions);

}  // namespace lookoutvision::testing
