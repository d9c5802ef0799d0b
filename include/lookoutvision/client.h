// Client: the operations of the packaging-job API. Include this one.
#pragma once

#include <memory>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/compiler_options.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/greengrass_component.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/model_packaging_job_pages.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/validation.h>
#include <lookoutvision/wait.h>

namespace lookoutvision {

/// A client of the packaging-job API of Amazon Lookout for Vision, or of what speaks it.
///
/// A handle: copies share connections, credentials and the retry quota. Its constructor does no I/O and
/// cannot fail; what is wrong with the configuration is the outcome of the first call. Operations may be
/// called by many threads. Nothing throws but what a callback of the caller's throws, which passes through.
class LOOKOUTVISION_EXPORT Client {
 public:
  explicit Client(ClientConfig config = {});

  // Copied where it could be moved, so that no client is ever empty.
  Client(const Client&) = default;
  Client& operator=(const Client&) = default;
  ~Client() = default;

  /// Starts a job that packages a trained model as a Greengrass component. Idempotent by its client token:
  /// one is made for the call where the request has none, and reported in the result and in the error.
  Outcome<StartModelPackagingJobResult> StartModelPackagingJob(const StartModelPackagingJobRequest& request,
                                                               const CallOptions& options = {}) const;

  /// Describes a job.
  Outcome<DescribeModelPackagingJobResult> DescribeModelPackagingJob(
      const DescribeModelPackagingJobRequest& request, const CallOptions& options = {}) const;

  /// Lists a project's jobs, a page of them.
  Outcome<ListModelPackagingJobsResult> ListModelPackagingJobs(const ListModelPackagingJobsRequest& request,
                                                               const CallOptions& options = {}) const;

  /// All pages of a project's jobs, as a range whose elements are the outcomes of ListModelPackagingJobs.
  /// `options.stop_token` ends it; `options.timeout` bounds all pages together.
  ListModelPackagingJobsPaginator ListModelPackagingJobsPages(ListModelPackagingJobsRequest request,
                                                              CallOptions options = {}) const;

  /// Describes the job again and again until it has SUCCEEDED; a job that FAILED is an error of kind
  /// `kJobFailed` with the service's message. A status this library does not know keeps waiting; an error of
  /// a poll ends the wait, once its call has made all its attempts. `call_options.stop_token` ends the wait;
  /// `call_options.timeout` bounds it like `options.schedule.timeout` does, whichever is nearer.
  WaitOutcome WaitForModelPackagingJob(const DescribeModelPackagingJobRequest& request,
                                       const WaitOptions& options = {},
                                       const CallOptions& call_options = {}) const;

  /// Waits for many jobs at once, on this thread, which polls one after the other. The outcomes are those
  /// of WaitForModelPackagingJob, in the order of the requests: what becomes of one job, or is wrong with its
  /// request, does not end the wait for the others.
  std::vector<WaitOutcome> WaitForModelPackagingJobs(
      const std::vector<DescribeModelPackagingJobRequest>& requests, const WaitForJobsOptions& options = {},
      const CallOptions& call_options = {}) const;

  /// Starts a job and waits for its end. Safe to repeat: with the same client token and the same input,
  /// within the 8 hours that a token lives, the service answers with the job that the first call started, and
  /// this one goes on waiting for it. Set a token to be able to repeat it after a crash; else take
  /// `error().client_token`, which every error that comes after the start carries, along with the job's name
  /// as `resource_id`. The outcome of a job that has ended already is returned again, FAILED included.
  /// `call_options.timeout` bounds start and wait together.
  WaitOutcome StartModelPackagingJobAndWait(const StartModelPackagingJobRequest& request,
                                            const StartAndWaitOptions& options = {},
                                            const CallOptions& call_options = {}) const;

 private:
  class Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace lookoutvision
