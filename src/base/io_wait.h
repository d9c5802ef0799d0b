// IoWait: waits until descriptors are readable, the timeout passes, or the stop token requests a stop.
#pragma once

#include <chrono>
#include <initializer_list>
#include <stop_token>

#include <lookoutvision/platform.h>

#include "base/files.h"

namespace lookoutvision::internal {

inline constexpr const char* kStoppedByCaller = "the caller's stop token requested a stop";

/// The deadline of a timeout that starts now.
std::chrono::steady_clock::time_point DeadlineOf(const IoOptions& options);

/// The timeout starts when the object is constructed.
class IoWait {
 public:
  /// Throws std::system_error if no descriptors are available.
  explicit IoWait(const IoOptions& options);

  enum class End { kReadable, kStopped, kTimedOut };
  /// Waits until one of `descriptors` can be read without blocking, or has ended or failed; negative ones are
  /// ignored. At most three. Does not poll after the deadline.
  End Await(std::initializer_list<int> descriptors) const;

 private:
  // Called by the stop token: makes `wake_` readable.
  struct Wake {
    int descriptor;
    void operator()() const noexcept;
  };

  const std::stop_token stop_token_;
  const std::chrono::steady_clock::time_point deadline_;
  // Open only if the token can request a stop.
  const Pipe wake_;
  const std::stop_callback<Wake> on_stop_;
};

}  // namespace lookoutvision::internal
