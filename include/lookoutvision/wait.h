// How packaging jobs are waited for, and what comes of it. The waiting is the Client's.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

/// When a job is polled. `0 < min_delay <= max_delay`, `0 <= jitter <= 1` and
/// `not_found_grace >= 0`, else the wait is refused as `kInvalidRequest`.
struct PollSchedule {
  /// Before the second poll; each further wait is 1.5 times as long, up to `max_delay`, less a random part.
  std::chrono::milliseconds min_delay{2'000};
  std::chrono::milliseconds max_delay{30'000};
  /// The largest share of a delay that chance may take off, so that many waits do not poll in step.
  double jitter = 0.25;
  /// Of the whole wait; `std::nullopt` means none, and zero or less has passed already. The last poll begins
  /// shortly before it: as long before as the one before took, and 100 ms at least. If that does not find the
  /// job ended either, the wait ends with an error of kind `kTimeout`, whose message says the last status.
  std::optional<std::chrono::milliseconds> timeout = std::chrono::hours{1};
  /// For how long the wait takes ResourceNotFoundException for a job that is too new to be seen, and polls
  /// again after `min_delay`. A job that was seen once is not waited for when it is gone.
  std::chrono::milliseconds not_found_grace{10'000};
};

/// How a job is waited for.
struct WaitOptions {
  PollSchedule schedule = {};
  /// Called after each poll that found the job, on the caller's thread.
  std::function<void(const ModelPackagingDescription&)> on_poll = {};
};

/// What came of a wait for one job: an Outcome, with what the job looked like last beside an error.
class [[nodiscard]] WaitOutcome : public Outcome<DescribeModelPackagingJobResult> {
 public:
  WaitOutcome(DescribeModelPackagingJobResult result)  // NOLINT(google-explicit-constructor)
      : Outcome(std::move(result)) {}
  WaitOutcome(Failure failure,  // NOLINT(google-explicit-constructor)
              std::optional<ModelPackagingDescription> last_description = {})
      : Outcome(std::move(failure)), last_description_(std::move(last_description)) {}

  /// The job as the last poll found it, whether the wait succeeded or not; null where no poll has found it.
  /// Valid as long as this object.
  const ModelPackagingDescription* last_description() const {
    if (has_value()) return &(*this)->model_packaging_description;
    return last_description_ ? &*last_description_ : nullptr;
  }

 private:
  std::optional<ModelPackagingDescription> last_description_;
};

/// How many jobs are waited for in one call.
struct WaitForJobsOptions {
  /// Of each job; the timeout is that of the whole wait.
  PollSchedule schedule = {};
  /// The most polls in a second, of all the jobs together; above zero. The job whose poll is most overdue
  /// comes first, so that none is forgotten where this is the narrower limit. A job that is the only one
  /// keeps to its own delays.
  double max_polls_per_second = 5;
  /// Called after each poll that found a job, on the caller's thread; `job` is its place in the requests.
  std::function<void(std::size_t job, const ModelPackagingDescription&)> on_poll = {};
  /// Called as soon as the wait for a job has ended, likewise.
  std::function<void(std::size_t job, const WaitOutcome&)> on_end = {};
};

/// How a job is started and waited for in one call.
struct StartAndWaitOptions {
  PollSchedule schedule = {};
  /// Called once, before the first poll: the job was started, or found started by the same client token.
  std::function<void(const StartModelPackagingJobResult&)> on_start = {};
  /// As in WaitOptions.
  std::function<void(const ModelPackagingDescription&)> on_poll = {};
};

}  // namespace lookoutvision
