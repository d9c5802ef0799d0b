// Platform: what the library takes from the world around it, replaceable one by one (in tests, in
// simulations). It is not the network: that is HttpTransport.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace lookoutvision {

/// Clocks, sleep, randomness and environment. An empty member means the real one.
/// Every member may be called by many threads at once.
struct Platform {
  /// The wall clock: signatures, expiry of credentials.
  std::function<std::chrono::system_clock::time_point()> system_now = {};
  /// A clock that never jumps: deadlines, round trips.
  std::function<std::chrono::steady_clock::time_point()> steady_now = {};
  /// Sleeps for the time given, or until the token asks to stop. True when it slept to the end.
  std::function<bool(std::chrono::nanoseconds, const std::stop_token&)> sleep = {};
  /// Fills the bytes with unpredictable ones.
  std::function<void(std::span<std::byte>)> random_bytes = {};
  /// The value of an environment variable; absent where it is not set.
  std::function<std::optional<std::string>(const std::string& name)> getenv = {};
};

}  // namespace lookoutvision
