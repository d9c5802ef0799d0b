// The waits of the Client: for one job, for many, and for one that it starts itself.
#include <optional>
#include <utility>
#include <vector>

#include <lookoutvision/client.h>

#include "base/limits.h"
#include "client/client_impl.h"
#include "client/waiter.h"

namespace lookoutvision {

using internal::Waiter;

// Each wait holds what it needs: a callback may replace or destroy the last client.

WaitOutcome Client::WaitForModelPackagingJob(const DescribeModelPackagingJobRequest& request,
                                             const WaitOptions& wait_options,
                                             const CallOptions& call_options) const {
  const WaitForJobsOptions options{.wait = wait_options};
  if (auto error = Waiter::Validate(options, false)) return Failure(*std::move(error));
  const auto impl = impl_;
  return Waiter(impl->pipeline, options, call_options).Run({request}).front();
}

std::vector<WaitOutcome> Client::WaitForModelPackagingJobs(
    const std::vector<DescribeModelPackagingJobRequest>& requests, const WaitForJobsOptions& options,
    const CallOptions& call_options) const {
  if (const auto error = Waiter::Validate(options, true)) {
    return std::vector<WaitOutcome>(requests.size(), Failure(*error));
  }
  const auto impl = impl_;
  return Waiter(impl->pipeline, options, call_options).Run(requests);
}

WaitOutcome Client::StartModelPackagingJobAndWait(const StartModelPackagingJobRequest& request,
                                                  const StartAndWaitOptions& options,
                                                  const CallOptions& call_options) const {
  if (auto error = Waiter::Validate({.wait = options.wait}, false)) return Failure(*std::move(error));
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
  auto ended = self.WaitForModelPackagingJob(DescribeModelPackagingJobRequest()
                                                 .WithProjectName(request.project_name())
                                                 .WithJobName(started->job_name),
                                             options.wait, rest);
  if (!ended) {
    Error& error = ended.error();
    error.client_token = started->client_token;
    error.resource_id = started->job_name;
    error.resource_type = ResourceType::kModelPackageJob;
    // The Start is one of them.
    ++error.attempts;
    error.may_have_taken_effect = error.kind != ErrorKind::kJobFailed;
  }
  return ended;
}

}  // namespace lookoutvision
