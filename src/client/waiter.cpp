// The steps of every wait; see waiter.h.
#include "client/waiter.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
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

std::size_t Waiter::Add(DescribeModelPackagingJobRequest request, std::string client_token) {
  auto invalid = Validate(options_);
  auto poll = invalid ? Outcome<SerializedRequest>(Failure(*std::move(invalid))) : Serialize(request);
  const TimePoint now = Now();
  jobs_.push_back({.number = jobs_added_,
                   .request = std::move(request),
                   .client_token = std::move(client_token),
                   .poll = std::move(poll),
                   .start = now,
                   .deadline = Nearer(DeadlineAfter(now, options_.schedule.timeout),
                                      DeadlineAfter(now, call_options_.timeout)),
                   .due = now,
                   .order = scheduled_++});
  return jobs_added_++;
}

std::optional<Waiter::TimePoint> Waiter::Step(TimePoint slept_until) {
  const TimePoint now = std::max(Now(), slept_until);
  // What is scheduled from here on is for later steps.
  const std::size_t last = scheduled_;
  while (Job* const job = Next()) {
    const bool stopped = call_options_.stop_token.stop_requested();
    const TimePoint due = DueOf(*job);
    if (!job->poll) {
      EndWithError(*job, job->poll.error());
    } else if (!job->call && stopped) {
      EndWithoutResult(*job, ErrorKind::kCancelled);
    } else if (!job->call && job->deadline && *job->deadline <= std::max(due, Now())) {
      EndWithoutResult(*job, ErrorKind::kTimeout);
    } else if (!stopped && (due > now || job->order >= last)) {
      return due;
    } else {
      Attempt(*job);
    }
  }
  return std::nullopt;
}

// The job that is most overdue, or due first.
Waiter::Job* Waiter::Next() {
  const auto place = [&](const Job& job) { return std::tuple(DueOf(job), job.due, job.order); };
  Job* next = nullptr;
  for (Job& job : jobs_) {
    if (next == nullptr || place(job) < place(*next)) next = &job;
  }
  return next;
}

// The rate is that of polls, not of their retries.
Waiter::TimePoint Waiter::DueOf(const Job& job) const {
  return job.call ? job.due : std::max(job.due, next_poll_);
}

void Waiter::Attempt(Job& job) {
  // If a callback throws, the call ends with it.
  std::unique_ptr<Call> call = std::move(job.call);
  if (!call) {
    CallOptions poll_options = call_options_;
    poll_options.timeout = pipeline_->CallTimeoutUntil(job.deadline);
    call = pipeline_->MakeCall(*job.poll, poll_options, kWaiterFeature,
                               ParseInto(job.response, ParseDescribeModelPackagingJob));
    // A single job is polled by its own delays only.
    if (jobs_.size() > 1) next_poll_ = Now() + ToWait(Nanoseconds(1e9 / options_.max_polls_per_second));
  }
  if (const auto next = pipeline_->Step(*call)) {
    job.call = std::move(call);
    return ScheduleAt(job, *next);
  }
  job.poll_duration = Now() - call->start;
  AfterPoll(job, call->final_error ? Failure(*std::move(call->final_error)) : *std::move(job.response));
}

void Waiter::AfterPoll(Job& job, Outcome<DescribeModelPackagingJobResult> response) {
  if (!response) {
    if (response.error().kind == ErrorKind::kTimeout && IsOver(job)) {
      EndWithoutResult(job, ErrorKind::kTimeout);
    } else if (MayNotBeVisibleYet(job, response.error())) {
      Schedule(job, DelayAfter(0, options_.schedule, pipeline_->RandomShare()));
    } else {
      EndWithError(job, std::move(response).error());
    }
    return;
  }

  job.seen = *std::move(response);
  const ModelPackagingDescription& description = job.seen->model_packaging_description;
  if (options_.on_poll) options_.on_poll(job.number, description);
  if (description.status == ModelPackagingJobStatus::kSucceeded) {
    End(job, *std::move(job.seen));
  } else if (description.status == ModelPackagingJobStatus::kFailed) {
    Fail(job, {.kind = ErrorKind::kJobFailed,
               .message = description.status_message.value_or("the service reports no reason")});
  } else {
    Schedule(job, DelayAfter(job.polls++, options_.schedule, pipeline_->RandomShare()));
  }
}

// A poll that would start too late to end before the deadline starts earlier, by the duration of the previous
// one; it is the last.
void Waiter::Schedule(Job& job, nanoseconds delay) {
  const TimePoint now = Now();
  TimePoint due = now + delay;
  if (job.deadline) {
    const TimePoint last = *job.deadline - std::max<nanoseconds>(job.poll_duration, kShortestLastPoll);
    if (due > last) due = now < last ? last : *job.deadline;
  }
  ScheduleAt(job, due);
}

void Waiter::ScheduleAt(Job& job, TimePoint due) {
  job.due = due;
  job.order = scheduled_++;
}

void Waiter::End(Job& job, WaitOutcome outcome) {
  ended_.push_back({job.number, std::move(job.request), std::move(job.client_token), std::move(outcome)});
  jobs_.remove_if([&](const Job& other) { return &other == &job; });
  if (options_.on_end) options_.on_end(ended_.back().job, ended_.back().outcome);
}

void Waiter::EndWithoutResult(Job& job, ErrorKind kind) {
  if (kind == ErrorKind::kCancelled) {
    return Fail(job, {.kind = kind,
                      .message = "the caller's stop token requested a stop between two polls of the job",
                      .stop_reason = StopReason::kCancelled});
  }
  const auto status = job.seen ? job.seen->model_packaging_description.status : std::nullopt;
  Fail(job, {.kind = kind,
             .message = "job \"" + job.request.job_name() +
                        "\" has not ended within the timeout of the wait; after " +
                        DurationText(Now() - job.start) + " its status is " +
                        (status ? std::string(ToString(*status)) : "unknown"),
             .retryable = true,
             .stop_reason = StopReason::kDeadlineTooNear});
}

// Ends the wait for a job with an error of the wait, not of a poll.
void Waiter::Fail(Job& job, Error error) {
  error.endpoint = pipeline_->origin();
  error.resource_id = job.request.job_name();
  error.resource_type = ResourceType::kModelPackageJob;
  if (job.seen) error.request_id = job.seen->request_id;
  EndWithError(job, std::move(error));
}

void Waiter::EndWithError(Job& job, Error error) {
  if (!job.client_token.empty()) error.client_token = job.client_token;
  auto last = job.seen ? std::optional(job.seen->model_packaging_description) : std::nullopt;
  End(job, WaitOutcome(Failure(std::move(error)), std::move(last)));
}

bool Waiter::MayNotBeVisibleYet(const Job& job, const Error& error) const {
  // If the project is missing, polling again does not help.
  const bool of_job =
      ToString(error.resource_type).empty() || error.resource_type == ResourceType::kModelPackageJob;
  return !job.seen && of_job && error.code == ErrorCode::kResourceNotFoundException &&
         Now() - job.start < std::min<nanoseconds>(options_.schedule.not_found_grace, kForever);
}

}  // namespace lookoutvision::internal
