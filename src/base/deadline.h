// Deadlines from timeouts, and the deadline and stop token of a call, applied to its file reads and
// processes.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>
#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// A timeout of at least this long counts as none, and no wait is longer.
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

/// The time until the deadline of `context`, at most a minute, and its stop token. This and the functions
/// below need a complete platform.
IoOptions IoOptionsOf(const LoadContext& context, const Platform& platform);

/// Whether the stop token of `context` requests a stop, or its deadline has passed.
bool IsOver(const LoadContext& context, const Platform& platform);

/// `error`, with the kind and stop reason of a cancellation or a timeout if the call is over.
Error MarkIfOver(Error error, const LoadContext& context, const Platform& platform);

}  // namespace lookoutvision::internal
