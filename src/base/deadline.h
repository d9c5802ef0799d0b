// Deadlines from timeouts, without overflow.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace lookoutvision::internal {

/// A timeout of at least this long is no timeout, and no wait is longer.
inline constexpr std::chrono::milliseconds kForever = std::chrono::hours{24 * 365 * 50};

/// The deadline of a timeout that starts `now`. Absent if there is no timeout, or it never passes.
inline std::optional<std::chrono::steady_clock::time_point> DeadlineAfter(
    std::chrono::steady_clock::time_point now, std::optional<std::chrono::milliseconds> timeout) {
  if (!timeout || *timeout >= kForever) return std::nullopt;
  return now + std::max(*timeout, -kForever);
}

/// The earlier of two timeouts or deadlines, each of which may be absent.
template <typename T>
std::optional<T> Nearer(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b ? std::min(a, b) : (a ? a : b);
}

}  // namespace lookoutvision::internal
