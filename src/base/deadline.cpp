// The deadline and the stop token of a call, applied to its file reads and child processes.
#include "base/deadline.h"

#include <algorithm>
#include <chrono>

namespace lookoutvision::internal {

using std::chrono::nanoseconds;

IoOptions IoOptionsOf(const LoadContext& context, const Platform& platform) {
  IoOptions options{.stop_token = context.stop_token};
  if (context.deadline) {
    options.timeout =
        std::clamp<nanoseconds>(*context.deadline - platform.steady_now(), nanoseconds{0}, options.timeout);
  }
  return options;
}

bool IsOver(const LoadContext& context, const Platform& platform) {
  return context.stop_token.stop_requested() ||
         (context.deadline && platform.steady_now() >= *context.deadline);
}

Error MarkIfOver(Error error, const LoadContext& context, const Platform& platform) {
  if (context.stop_token.stop_requested()) {
    error.kind = ErrorKind::kCancelled;
    error.stop_reason = StopReason::kCancelled;
  } else if (IsOver(context, platform)) {
    error.kind = ErrorKind::kTimeout;
    error.stop_reason = StopReason::kDeadlineTooNear;
    error.retryable = true;
  }
  return error;
}

}  // namespace lookoutvision::internal
