// Client: the operations of the packaging-job API. Include this one.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

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

namespace lookoutvision {

/// How WaitForModelPackagingJob looks for the end of a job. `0 < min_delay <= max_delay` and `limit >= 0`,
/// else the wait is refused as `kInvalidRequest`.
struct WaitOptions {
  /// Before the second look; each further wait is 1.5 times as long, up to `max_delay`, less a random part of
  /// up to a quarter.
  std::chrono::milliseconds min_delay{2'000};
  std::chrono::milliseconds max_delay{30'000};
  /// Limit of the whole wait; zero means none. No look begins after it: where the next one would, the wait
  /// ends with an error of kind `kTimeout`, whose message tells the last status.
  std::chrono::milliseconds limit{std::chrono::hours{1}};
  /// Called after each look, on the caller's thread.
  std::function<void(const ModelPackagingDescription&)> on_look = {};
};

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
  ModelPackagingJobPageRange ModelPackagingJobPages(ListModelPackagingJobsRequest request,
                                                    CallOptions options = {}) const;

  /// Describes the job again and again until it has SUCCEEDED; a job that FAILED is an error of kind
  /// `kJobFailed` with the service's message. A status this library does not know keeps waiting.
  /// `call_options.stop_token` ends the wait; `call_options.timeout` bounds it like `wait_options.limit`
  /// does, whichever is nearer.
  Outcome<DescribeModelPackagingJobResult> WaitForModelPackagingJob(
      const DescribeModelPackagingJobRequest& request, const WaitOptions& wait_options = {},
      const CallOptions& call_options = {}) const;

 private:
  class Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace lookoutvision
