// The poll loop of every wait; see waiter.h.
#include "client/waiter.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/deadline.h"
#include "base/text.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

constexpr double kDelayGrowth = 1.5;
// The minimum time for the last poll before the deadline.
constexpr milliseconds kShortestLastPoll{100};
// The User-Agent's feature id of a waiter.
constexpr std::string_view kWaiterFeature = "B";

using Nanoseconds = std::chrono::duration<double, std::nano>;

nanoseconds ToWait(Nanoseconds delay) {
  return std::chrono::duration_cast<nanoseconds>(std::min<Nanoseconds>(delay, kForever));
}

// The wait after poll number `poll` (0, 1, ...).
nanoseconds DelayAfter(int poll, const PollSchedule& schedule, double random) {
  const Nanoseconds longest = std::min(schedule.max_delay, kForever);
  const Nanoseconds grown = std::min(Nanoseconds(schedule.min_delay) * std::pow(kDelayGrowth, poll), longest);
  return ToWait(grown * (1 - schedule.jitter * random));
}

}  // namespace

Waiter::Waiter(const Pipeline& pipeline, const WaitForJobsOptions& options, const CallOptions& call_options)
    : pipeline_(pipeline),
      options_(options),
      call_options_(call_options),
      start_(pipeline.platform().steady_now()),
      deadline_(Nearer(DeadlineAfter(start_, options.schedule.timeout),
                       DeadlineAfter(start_, call_options.timeout))) {}

std::optional<Error> Waiter::Validate(const WaitForJobsOptions& options) {
  const PollSchedule& schedule = options.schedule;
  const auto refuse = [](std::string message) {
    return Error{.kind = ErrorKind::kInvalidRequest, .message = std::move(message)};
  };
  const auto text = [](milliseconds duration) { return std::to_string(duration.count()) + " ms"; };
  if (schedule.min_delay.count() <= 0 || schedule.max_delay < schedule.min_delay) {
    return refuse("PollSchedule::min_delay is " + text(schedule.min_delay) +
                  ": must be above zero and at most max_delay, " + text(schedule.max_delay));
  }
  if (schedule.not_found_grace.count() < 0) {
    return refuse("PollSchedule::not_found_grace is " + text(schedule.not_found_grace) +
                  ": must be at least 0 ms");
  }
  // The negation also rejects NaN.
  if (!(schedule.jitter >= 0 && schedule.jitter <= 1)) {
    return refuse("PollSchedule::jitter is " + std::to_string(schedule.jitter) + ": must be from 0 to 1");
  }
  if (!(options.max_polls_per_second > 0)) {
    return refuse("WaitForJobsOptions::max_polls_per_second is " +
                  std::to_string(options.max_polls_per_second) + ": must be above zero");
  }
  return std::nullopt;
}

std::vector<WaitOutcome> Waiter::Run(const std::vector<DescribeModelPackagingJobRequest>& requests) {
  jobs_.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Job& job = jobs_.emplace_back(Job{.request = requests[i], .place = i});
    auto call = Serialize(requests[i]);
    if (call) {
      job.call = *std::move(call);
      queue_.push({.due = start_, .order = polls_scheduled_++, .job = i});
    } else {
      End(job, Failure(std::move(call).error()));
    }
  }

  // A single job is polled by its own delays only.
  const nanoseconds gap =
      requests.size() > 1 ? ToWait(Nanoseconds(1e9 / options_.max_polls_per_second)) : nanoseconds{0};
  TimePoint next_poll = start_;
  std::optional<ErrorKind> over;
  while (!queue_.empty() && !over) {
    const ScheduledPoll poll = queue_.top();
    const TimePoint at = std::max(poll.due, next_poll);
    const TimePoint now = Now();
    if (deadline_ && *deadline_ <= at) {
      over = ErrorKind::kTimeout;
    } else if (at > now && !pipeline_.platform().sleep(at - now, call_options_.stop_token)) {
      over = ErrorKind::kCancelled;
    } else if (IsOver()) {
      // A sleep may take longer than requested.
      over = ErrorKind::kTimeout;
    } else {
      queue_.pop();
      next_poll = Now() + gap;
      Poll(jobs_[poll.job]);
    }
  }
  for (Job& job : jobs_) {
    if (!job.outcome) EndWithoutResult(job, *over);
  }

  std::vector<WaitOutcome> outcomes;
  outcomes.reserve(jobs_.size());
  for (Job& job : jobs_) outcomes.push_back(*std::move(job.outcome));
  return outcomes;
}

void Waiter::Poll(Job& job) {
  CallOptions poll_options = call_options_;
  poll_options.timeout = pipeline_.CallTimeoutUntil(deadline_);
  const TimePoint begin = Now();
  auto response =
      pipeline_.Run(*job.call, poll_options, ParseDescribeModelPackagingJob, kWaiterFeature).outcome;
  job.poll_duration = Now() - begin;
  if (!response) {
    if (response.error().kind == ErrorKind::kTimeout && IsOver()) {
      EndWithoutResult(job, ErrorKind::kTimeout);
    } else if (MayNotBeVisibleYet(job, response.error())) {
      Schedule(job, DelayAfter(0, options_.schedule, pipeline_.RandomShare()));
    } else {
      EndWithError(job, std::move(response).error());
    }
    return;
  }

  job.seen = *std::move(response);
  const ModelPackagingDescription& description = job.seen->model_packaging_description;
  if (options_.on_poll) options_.on_poll(job.place, description);
  if (description.status == ModelPackagingJobStatus::kSucceeded) {
    End(job, *std::move(job.seen));
  } else if (description.status == ModelPackagingJobStatus::kFailed) {
    Fail(job, {.kind = ErrorKind::kJobFailed,
               .message = description.status_message.value_or("the service reports no reason")});
  } else {
    Schedule(job, DelayAfter(job.polls++, options_.schedule, pipeline_.RandomShare()));
  }
}

// A poll that would start too late to end before the deadline starts earlier, by the duration of the previous
// one; it is the last.
void Waiter::Schedule(Job& job, nanoseconds delay) {
  const TimePoint now = Now();
  TimePoint due = now + delay;
  if (deadline_) {
    const TimePoint last = *deadline_ - std::max<nanoseconds>(job.poll_duration, kShortestLastPoll);
    if (due > last) due = now < last ? last : *deadline_;
  }
  queue_.push({.due = due, .order = polls_scheduled_++, .job = job.place});
}

void Waiter::End(Job& job, WaitOutcome outcome) {
  job.outcome = std::move(outcome);
  if (options_.on_end) options_.on_end(job.place, *job.outcome);
}

void Waiter::EndWithoutResult(Job& job, ErrorKind kind) {
  if (kind == ErrorKind::kCancelled) {
    return Fail(job, {.kind = kind,
                      .message = "the caller's stop token requested a stop between two polls of the job",
                      .stop_reason = StopReason::kCancelled});
  }
  const auto status = job.seen ? job.seen->model_packaging_description.status : std::nullopt;
  Fail(job,
       {.kind = kind,
        .message = "job \"" + job.request.job_name() +
                   "\" has not ended within the timeout of the wait; after " + DurationText(Now() - start_) +
                   " its status is " + (status ? std::string(ToString(*status)) : "unknown"),
        .retryable = true,
        .stop_reason = StopReason::kDeadlineTooNear});
}

// Ends the wait for a job with an error of the wait, not of a poll.
void Waiter::Fail(Job& job, Error error) {
  error.endpoint = pipeline_.origin();
  error.resource_id = job.request.job_name();
  error.resource_type = ResourceType::kModelPackageJob;
  if (job.seen) error.request_id = job.seen->request_id;
  EndWithError(job, std::move(error));
}

void Waiter::EndWithError(Job& job, Error error) {
  auto last = job.seen ? std::optional(job.seen->model_packaging_description) : std::nullopt;
  End(job, WaitOutcome(Failure(std::move(error)), std::move(last)));
}

bool Waiter::MayNotBeVisibleYet(const Job& job, const Error& error) const {
  // If the project is missing, polling again does not help.
  const bool of_job =
      ToString(error.resource_type).empty() || error.resource_type == ResourceType::kModelPackageJob;
  return !job.seen && of_job && error.code == ErrorCode::kResourceNotFoundException &&
         Now() - start_ < std::min<nanoseconds>(options_.schedule.not_found_grace, kForever);
}

}  // namespace lookoutvision::internal
