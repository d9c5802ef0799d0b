// Limits of time, kept far from where arithmetic on them overflows. It reads no clock.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace lookoutvision::internal {

/// What is longer is no limit, and is not waited for either.
inline constexpr std::chrono::milliseconds kForever = std::chrono::hours{24 * 365 * 50};

/// The moment at which a limit passes that begins `now`; absent for one that never does.
inline std::optional<std::chrono::steady_clock::time_point> DeadlineAfter(
    std::chrono::steady_clock::time_point now, std::chrono::milliseconds limit) {
  if (limit >= kForever) return std::nullopt;
  return now + std::max(limit, -kForever);
}

}  // namespace lookoutvision::internal
