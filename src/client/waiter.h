// Waiter: polls jobs until each has ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <queue>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/wait.h>

#include "pipeline/pipeline.h"
#include "protocol/serialized_request.h"

namespace lookoutvision::internal {

/// Used once, on the caller's thread. Its arguments must outlive it.
class Waiter {
 public:
  /// The timeouts begin now.
  Waiter(const Pipeline& pipeline, const WaitForJobsOptions& options, const CallOptions& call_options);

  /// The error of invalid options; absent if they are valid.
  static std::optional<Error> Validate(const WaitForJobsOptions& options);

  /// The outcomes in the order of the requests.
  std::vector<WaitOutcome> Run(const std::vector<DescribeModelPackagingJobRequest>& requests);

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Job {
    const DescribeModelPackagingJobRequest& request;
    std::size_t place;
    std::optional<SerializedRequest> call = {};
    int polls = 0;
    /// The duration of the last poll, including its retries.
    std::chrono::nanoseconds poll_duration{0};
    /// The result of the last poll that found the job.
    std::optional<DescribeModelPackagingJobResult> seen = {};
    std::optional<WaitOutcome> outcome = {};
  };
  struct ScheduledPoll {
    TimePoint due;
    /// Of polls that are due at the same time, the one with the lowest order is first.
    std::size_t order;
    std::size_t job;
    bool operator<(const ScheduledPoll& other) const {
      return due != other.due ? due > other.due : order > other.order;
    }
  };

  void Poll(Job& job);
  void Schedule(Job& job, std::chrono::nanoseconds delay);
  void End(Job& job, WaitOutcome outcome);
  void EndWithoutResult(Job& job, ErrorKind kind);
  void EndWithError(Job& job, Error error);
  bool IsOver() const { return deadline_ && *deadline_ <= Now(); }
  void Fail(Job& job, Error error);
  bool MayNotBeVisibleYet(const Job& job, const Error& error) const;
  TimePoint Now() const { return pipeline_.platform().steady_now(); }

  const Pipeline& pipeline_;
  const WaitForJobsOptions& options_;
  const CallOptions& call_options_;
  const TimePoint start_;
  const std::optional<TimePoint> deadline_;
  std::vector<Job> jobs_;
  std::priority_queue<ScheduledPoll> queue_;
  std::size_t polls_scheduled_ = 0;
};

}  // namespace lookoutvision::internal
