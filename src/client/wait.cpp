// The waits of the Client: for one job, for many, and for one that it starts itself.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <lookoutvision/client.h>

#include "base/deadline.h"
#include "client/client_impl.h"
#include "client/waiter.h"

namespace lookoutvision {

using internal::Waiter;

WaitOutcome::WaitOutcome(DescribeModelPackagingJobResult result) : Outcome(std::move(result)) {}

WaitOutcome::WaitOutcome(Failure failure, std::optional<ModelPackagingDescription> last_description)
    : Outcome(std::move(failure)), last_description_(std::move(last_description)) {}

const ModelPackagingDescription* WaitOutcome::last_description() const {
  if (has_value()) return &(*this)->model_packaging_description;
  return last_description_ ? &*last_description_ : nullptr;
}

// Each wait shares ownership of the state: a callback may replace or destroy the last client.

WaitOutcome Client::WaitForModelPackagingJob(const DescribeModelPackagingJobRequest& request,
                                             const WaitOptions& options,
                                             const CallOptions& call_options) const {
  WaitForJobsOptions of_one{.schedule = options.schedule};
  if (options.on_poll) {
    of_one.on_poll = [&](std::size_t, const ModelPackagingDescription& job) { options.on_poll(job); };
  }
  return WaitForModelPackagingJobs({request}, of_one, call_options).front();
}

std::vector<WaitOutcome> Client::WaitForModelPackagingJobs(
    const std::vector<DescribeModelPackagingJobRequest>& requests, const WaitForJobsOptions& options,
    const CallOptions& call_options) const {
  const auto pipeline = Impl::PipelineOf(*this);
  Waiter waiter(pipeline, options, call_options);
  for (const auto& request : requests) waiter.Add(request);
  auto slept_until = Waiter::TimePoint::min();
  while (const auto next = waiter.Step(slept_until)) {
    const auto now = pipeline->platform().steady_now();
    // A step detects that a stop request ended the sleep.
    if (*next > now) pipeline->platform().sleep(*next - now, call_options.stop_token);
    slept_until = *next;
  }
  std::vector<WaitOutcome> outcomes;
  outcomes.reserve(requests.size());
  auto ended = waiter.TakeOutcomes();
  std::sort(ended.begin(), ended.end(), [](const auto& a, const auto& b) { return a.job < b.job; });
  for (EndedJob& job : ended) outcomes.push_back(std::move(job.outcome));
  return outcomes;
}

WaitOutcome Client::StartModelPackagingJobAndWait(const StartModelPackagingJobRequest& request,
                                                  const StartAndWaitOptions& options,
                                                  const CallOptions& call_options) const {
  if (auto error = Waiter::Validate({.schedule = options.schedule})) return Failure(*std::move(error));
  const Client self = *this;
  const internal::Pipeline& pipeline = self.impl_->pipeline;
  const auto deadline = internal::DeadlineAfter(pipeline.platform().steady_now(), call_options.timeout);
  const auto started = self.StartModelPackagingJob(request, call_options);
  if (!started) return Failure(started.error());
  if (options.on_start) options.on_start(*started);

  CallOptions rest = call_options;
  if (deadline) {
    rest.timeout = std::chrono::ceil<std::chrono::milliseconds>(*deadline - pipeline.platform().steady_now());
  }
  auto ended =
      self.WaitForModelPackagingJob(DescribeModelPackagingJobRequest()
                                        .WithProjectName(request.project_name())
                                        .WithJobName(started->job_name),
                                    {.schedule = options.schedule, .on_poll = options.on_poll}, rest);
  if (!ended) {
    Error& error = ended.error();
    error.client_token = started->client_token;
    error.resource_id = started->job_name;
    error.resource_type = ResourceType::kModelPackageJob;
    // Includes the attempt of the start.
    ++error.attempts;
    error.may_have_taken_effect = error.kind != ErrorKind::kJobFailed;
  }
  return ended;
}

}  // namespace lookoutvision
