// WaitForModelPackagingJob: looks at a job until it has ended.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/client.h>

#include "base/limits.h"
#include "client/client_impl.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using TimePoint = std::chrono::steady_clock::time_point;

constexpr double kDelayGrowth = 1.5;
constexpr double kJitter = 0.25;
// The User-Agent's feature id of a waiter.
constexpr std::string_view kWaiterFeature = "B";

// The wait after look number `look` (0, 1, ...).
nanoseconds DelayAfter(int look, const WaitOptions& options, double random) {
  using Nanoseconds = std::chrono::duration<double, std::nano>;
  const Nanoseconds longest = std::min(options.max_delay, internal::kForever);
  const Nanoseconds grown = std::min(Nanoseconds(options.min_delay) * std::pow(kDelayGrowth, look), longest);
  return std::chrono::duration_cast<nanoseconds>(grown * (1 - kJitter * random));
}

std::optional<TimePoint> Deadline(TimePoint start, const WaitOptions& wait_options,
                                  const CallOptions& call_options) {
  std::optional<TimePoint> deadline;
  if (wait_options.limit.count() > 0) deadline = internal::DeadlineAfter(start, wait_options.limit);
  const auto of_call = call_options.timeout ? internal::DeadlineAfter(start, *call_options.timeout)
                                            : std::optional<TimePoint>();
  return deadline && of_call ? std::min(deadline, of_call) : (deadline ? deadline : of_call);
}

// An error of the wait as a whole, not of one look, about the job that `look` described last.
Error OfWait(ErrorKind kind, std::string message, const DescribeModelPackagingJobRequest& request,
             const DescribeModelPackagingJobResult& look) {
  return {.kind = kind,
          .message = std::move(message),
          .request_id = look.request_id,
          .resource_id = request.job_name(),
          .resource_type = ResourceType::kModelPackageJob};
}

std::string StillRunning(const DescribeModelPackagingJobRequest& request,
                         const DescribeModelPackagingJobResult& look, nanoseconds waited) {
  const auto& status = look.model_packaging_description.status;
  return "job \"" + request.job_name() + "\" has not ended within the limit of the wait; after " +
         std::to_string(std::chrono::duration_cast<milliseconds>(waited).count()) + " ms its status is " +
         (status ? std::string(status->text()) : "not told");
}

}  // namespace

Outcome<DescribeModelPackagingJobResult> Client::WaitForModelPackagingJob(
    const DescribeModelPackagingJobRequest& request, const WaitOptions& wait_options,
    const CallOptions& call_options) const {
  if (wait_options.min_delay.count() <= 0 || wait_options.max_delay < wait_options.min_delay ||
      wait_options.limit.count() < 0) {
    return Failure({.kind = ErrorKind::kInvalidRequest,
                    .message =
                        "WaitOptions: min_delay must be above zero and not above max_delay, and limit not "
                        "below zero"});
  }
  auto call = internal::Serialize(request);
  if (!call) return Failure(std::move(call).error());

  const internal::Pipeline& pipeline = impl_->pipeline;
  const TimePoint start = pipeline.platform().steady_now();
  const auto deadline = Deadline(start, wait_options, call_options);
  CallOptions look_options = call_options;
  const auto fail = [&](Error error, StopReason reason) {
    error.endpoint = pipeline.origin();
    error.stop_reason = reason;
    error.retryable = reason == StopReason::kDeadlineTooNear;
    return Failure(std::move(error));
  };

  for (int look_number = 0;; ++look_number) {
    look_options.timeout = pipeline.LimitOfOneCall(deadline);
    auto look = pipeline.Run(*call, look_options, internal::ParseDescribeModelPackagingJob, kWaiterFeature);
    if (!look) return look;
    const ModelPackagingDescription& description = look->model_packaging_description;
    if (wait_options.on_look) wait_options.on_look(description);
    if (description.status == ModelPackagingJobStatus::kSucceeded) return look;
    if (description.status == ModelPackagingJobStatus::kFailed) {
      auto message = description.status_message.value_or("the service gave no reason why the job failed");
      return fail(OfWait(ErrorKind::kJobFailed, std::move(message), request, *look),
                  StopReason::kNotRetryable);
    }

    const nanoseconds delay = DelayAfter(look_number, wait_options, pipeline.RandomShare());
    const TimePoint now = pipeline.platform().steady_now();
    if (deadline && *deadline - now <= delay) {
      return fail(OfWait(ErrorKind::kTimeout, StillRunning(request, *look, now - start), request, *look),
                  StopReason::kDeadlineTooNear);
    }
    if (!pipeline.platform().sleep(delay, call_options.stop_token)) {
      return fail(
          OfWait(ErrorKind::kCancelled, "the caller's stop token asked to stop between two looks at the job",
                 request, *look),
          StopReason::kCancelled);
    }
  }
}

}  // namespace lookoutvision
