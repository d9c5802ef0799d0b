// IoWait: waits for descriptors until there is something to read, the limits end, or the stop token asks to
// stop.
#pragma once

#include <chrono>
#include <stop_token>

#include <lookoutvision/platform.h>

#include "base/files.h"

namespace lookoutvision::internal {

inline constexpr const char* kStoppedByCaller = "the caller's stop token asked to stop";

/// When limits that begin now end.
std::chrono::steady_clock::time_point EndOf(const IoLimits& limits);

/// Limits that begin now.
class IoWait {
 public:
  /// Throws std::system_error if there are no descriptors left.
  explicit IoWait(const IoLimits& limits);

  enum class End { kReadable, kStopped, kTimedOut };
  /// Waits until `descriptor` can be read without blocking, or has ended or failed. Once the limits have
  /// ended it does not look.
  End Await(int descriptor) const;

 private:
  // What the stop token calls: it makes the wait's own pipe readable.
  struct Wake {
    int descriptor;
    void operator()() const noexcept;
  };

  const std::stop_token stop_token_;
  const std::chrono::steady_clock::time_point end_;
  // Not open without a token that can stop.
  const Pipe wake_;
  const std::stop_callback<Wake> on_stop_;
};

}  // namespace lookoutvision::internal
