// Waiter: polls jobs in steps until each has ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/packaging_job_watch.h>

#include "pipeline/pipeline.h"
#include "protocol/serialized_request.h"

namespace lookoutvision::internal {

/// The engine of the blocking waits and of PackagingJobWatch. For one thread at a time. Its callbacks may add
/// jobs.
class Waiter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Job {
    std::size_t number;
    DescribeModelPackagingJobRequest request;
    std::string client_token;
    /// The request of a poll, or why it cannot be sent.
    Outcome<SerializedRequest> poll;
    TimePoint start;
    std::optional<TimePoint> deadline;
    /// When the next poll is due, or the next step of `call`.
    TimePoint due;
    /// Of jobs that are due at the same time, the one with the lowest order is first.
    std::size_t order;
    /// The poll in progress; null between two polls.
    std::unique_ptr<Call> call = {};
    std::optional<Outcome<DescribeModelPackagingJobResult>> response = {};
    int polls = 0;
    /// The duration of the last poll, including its retries.
    std::chrono::nanoseconds poll_duration{0};
    /// The result of the last poll that found the job.
    std::optional<DescribeModelPackagingJobResult> seen = {};
  };

  Waiter(std::shared_ptr<const Pipeline> pipeline, WaitForJobsOptions options, CallOptions call_options)
      : pipeline_(std::move(pipeline)),
        options_(std::move(options)),
        call_options_(std::move(call_options)) {}

  /// The error of invalid options; absent if they are valid.
  static std::optional<Error> Validate(const WaitForJobsOptions& options);

  /// Adds a job, whose timeouts begin now, and returns its number.
  std::size_t Add(DescribeModelPackagingJobRequest request, std::string client_token = {});

  /// Makes one attempt for each job that is due, and does not sleep. Returns when the next step is due;
  /// absent if all jobs have ended. After a sleep until `slept_until` that time has come, even if the clock
  /// has not advanced, as in tests whose Platform::sleep only returns.
  std::optional<TimePoint> Step(TimePoint slept_until = TimePoint::min());

  /// The jobs that have ended since the last call.
  std::vector<EndedJob> TakeOutcomes() { return std::exchange(ended_, {}); }

  /// The jobs that TakeOutcomes() would return.
  const std::vector<EndedJob>& ended() const { return ended_; }
  /// The jobs that have not ended.
  const std::list<Job>& jobs() const { return jobs_; }
  const WaitForJobsOptions& options() const { return options_; }

 private:
  Job* Next();
  TimePoint DueOf(const Job& job) const;
  void Attempt(Job& job);
  void AfterPoll(Job& job, Outcome<DescribeModelPackagingJobResult> response);
  void Schedule(Job& job, std::chrono::nanoseconds delay);
  void ScheduleAt(Job& job, TimePoint due);
  void End(Job& job, WaitOutcome outcome);
  void EndWithoutResult(Job& job, ErrorKind kind);
  void EndWithError(Job& job, Error error);
  bool IsOver(const Job& job) const { return job.deadline && *job.deadline <= Now(); }
  void Fail(Job& job, Error error);
  bool MayNotBeVisibleYet(const Job& job, const Error& error) const;
  TimePoint Now() const { return pipeline_->platform().steady_now(); }

  const std::shared_ptr<const Pipeline> pipeline_;
  const WaitForJobsOptions options_;
  const CallOptions call_options_;
  // A list, since a callback may add a job while another is polled.
  std::list<Job> jobs_;
  std::vector<EndedJob> ended_;
  std::size_t jobs_added_ = 0;
  std::size_t scheduled_ = 0;
  /// When the rate allows the next poll.
  TimePoint next_poll_ = TimePoint::min();
};

}  // namespace lookoutvision::internal
