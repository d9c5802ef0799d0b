// Limits of time, kept far from where arithmetic on them overflows. It reads no clock.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace lookoutvision::internal {

/// What is longer is no limit, and is not waited for either.
inline constexpr std::chrono::milliseconds kForever = std::chrono::hours{24 * 365 * 50};

/// When a timeout that begins `now` passes; absent if there is none, or if it is longer than any wait.
inline std::optional<std::chrono::steady_clock::time_point> DeadlineAfter(
    std::chrono::steady_clock::time_point now, std::optional<std::chrono::milliseconds> timeout) {
  if (!timeout || *timeout >= kForever) return std::nullopt;
  return now + std::max(*timeout, -kForever);
}

/// The nearer of two timeouts or deadlines, each of which may be absent.
template <typename T>
std::optional<T> Nearer(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b ? std::min(a, b) : (a ? a : b);
}

}  // namespace lookoutvision::internal
