// The options and outcomes of the Client's waits for packaging jobs.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

/// When a job is polled. `0 < min_delay <= max_delay`, `0 <= jitter <= 1` and
/// `not_found_grace >= 0`, else the wait fails with `kInvalidRequest`.
struct PollSchedule {
  /// The delay before the second poll; each further delay is 1.5 times as long, up to `max_delay`.
  std::chrono::milliseconds min_delay{2'000};
  /// The longest delay between two polls.
  std::chrono::milliseconds max_delay{30'000};
  /// The largest random share of a delay, from 0 to 1, that is subtracted from it, so that many waits do not
  /// poll at the same time.
  double jitter = 0.25;
  /// The timeout of the whole wait, by default an hour; `std::nullopt` means none, and zero or less means
  /// that it has already passed. The last poll starts before the end by the duration of the previous poll,
  /// but at least 100 ms. If the job has not ended by then, the wait ends with an error of kind `kTimeout`,
  /// whose message has the last status.
  std::optional<std::chrono::milliseconds> timeout = std::chrono::milliseconds{3'600'000};
  /// How long the wait treats ResourceNotFoundException as a job that is not visible yet, and polls again
  /// after `min_delay`. Once the job has been found, the exception ends the wait.
  std::chrono::milliseconds not_found_grace{10'000};
};

/// The options of a wait for one job.
struct WaitOptions {
  /// When the job is polled.
  PollSchedule schedule = {};
  /// Called after each poll that found the job, on the caller's thread.
  std::function<void(const ModelPackagingDescription&)> on_poll = {};
};

/// The outcome of a wait for one job: an Outcome that has the job's last description, even with an error.
class [[nodiscard]] WaitOutcome : public Outcome<DescribeModelPackagingJobResult> {
 public:
  // NOLINTBEGIN(google-explicit-constructor): results and failures are returned as they are.
  /// The job succeeded.
  LOOKOUTVISION_EXPORT WaitOutcome(DescribeModelPackagingJobResult result);
  /// The job or the wait failed.
  LOOKOUTVISION_EXPORT WaitOutcome(Failure failure,
                                   std::optional<ModelPackagingDescription> last_description = {});
  // NOLINTEND(google-explicit-constructor)

  /// The job as the last successful poll described it; null if no poll found it. Valid as long as this
  /// object.
  LOOKOUTVISION_EXPORT const ModelPackagingDescription* last_description() const;

 private:
  std::optional<ModelPackagingDescription> last_description_;
};

/// The options of a wait for many jobs.
struct WaitForJobsOptions {
  /// When each job is polled; the timeout is that of the whole wait.
  PollSchedule schedule = {};
  /// The maximum number of polls per second, of all jobs together; above zero. If it delays polls, the most
  /// overdue job is polled first. It does not apply to a single job.
  double max_polls_per_second = 5;
  /// Called after each poll that found a job, on the caller's thread; `job` is its index in the requests.
  std::function<void(std::size_t job, const ModelPackagingDescription&)> on_poll = {};
  /// Called as soon as the wait for a job has ended, like `on_poll`.
  std::function<void(std::size_t job, const WaitOutcome&)> on_end = {};
};

/// The options of starting a job and waiting for it.
struct StartAndWaitOptions {
  /// When the job is polled.
  PollSchedule schedule = {};
  /// Called once, before the first poll, with the job that this call or an earlier one with the same client
  /// token started.
  std::function<void(const StartModelPackagingJobResult&)> on_start = {};
  /// As in WaitOptions.
  std::function<void(const ModelPackagingDescription&)> on_poll = {};
};

}  // namespace lookoutvision
