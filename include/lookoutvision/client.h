// Client: the operations of the packaging-job API, in the header that most programs include.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/compiler_options.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/greengrass_component.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/list_model_packaging_jobs_paginator.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/validation.h>
#include <lookoutvision/wait.h>

/// A typed client for the packaging-job API of Amazon Lookout for Vision.
namespace lookoutvision {

/// A client of the packaging-job API of Amazon Lookout for Vision, or of a service that is compatible with
/// it.
///
/// A handle: copies share connections, credentials and the retry quota. Its constructor does no I/O and
/// cannot fail; the first call reports an invalid configuration. Thread-safe. Throws only what a callback of
/// the caller throws.
///
///     const Client client({.region = "eu-west-1", .endpoint_url = "https://vision.plant7.example"});
///     const auto job = client.DescribeModelPackagingJob(
///         DescribeModelPackagingJobRequest().WithProjectName("bottles").WithJobName("job-1"));
///     if (!job) return Report(job.error());
class LOOKOUTVISION_EXPORT Client {
 public:
  /// Makes a client with this configuration, which its first call reads and validates.
  explicit Client(ClientConfig config = {});

  /// Shares the state of the other client. There is no move, so that no client is ever empty.
  Client(const Client&) = default;
  Client& operator=(const Client&) = default;  ///< @overload
  ~Client() = default;

  /// A client with some settings changed: for calls to another region or endpoint, as another tenant, with
  /// other credentials, retries or headers. Shares connections with this client, and credentials unless
  /// `change` sets them; neither if `change` sets another profile, CA bundle or client certificate. Has its
  /// own retry quota, and reads settings at its first call: keep it instead of making one per call.
  ///
  ///     const Client tenant = client.With([](ClientConfig& config) {
  ///       config.headers = {{"x-tenant", "plant7"}};
  ///     });
  Client With(const std::function<void(ClientConfig&)>& change) const;

  /// Starts a job that packages a trained model as a Greengrass component. Idempotent by its client token: if
  /// the request has none, the call makes one, and returns it in the result or in the error.
  Outcome<StartModelPackagingJobResult> StartModelPackagingJob(const StartModelPackagingJobRequest& request,
                                                               const CallOptions& options = {}) const;

  /// Describes a job: its status and, once it has succeeded, the component that it made.
  Outcome<DescribeModelPackagingJobResult> DescribeModelPackagingJob(
      const DescribeModelPackagingJobRequest& request, const CallOptions& options = {}) const;

  /// Lists one page of a project's jobs.
  Outcome<ListModelPackagingJobsResult> ListModelPackagingJobs(const ListModelPackagingJobsRequest& request,
                                                               const CallOptions& options = {}) const;

  /// A paginator over all pages of a project's jobs: a range of outcomes of ListModelPackagingJobs.
  /// `options.stop_token` ends it; `options.timeout` is the timeout of all pages together.
  ListModelPackagingJobsPaginator ListModelPackagingJobsPages(ListModelPackagingJobsRequest request,
                                                              CallOptions options = {}) const;

  /// Polls the job until it has SUCCEEDED; a job that FAILED is an error of kind `kJobFailed` with the
  /// service's message. A status that this library does not know continues the wait. A poll whose attempts
  /// have all failed ends it with that error. `call_options.stop_token` ends the wait; its timeout is the
  /// shorter of `call_options.timeout` and `options.schedule.timeout`.
  WaitOutcome WaitForModelPackagingJob(const DescribeModelPackagingJobRequest& request,
                                       const WaitOptions& options = {},
                                       const CallOptions& call_options = {}) const;

  /// Waits for many jobs at once, and polls them one after the other on the caller's thread. The outcomes are
  /// those of WaitForModelPackagingJob, in the order of the requests. A failed job or an invalid request does
  /// not end the wait for the others.
  std::vector<WaitOutcome> WaitForModelPackagingJobs(
      const std::vector<DescribeModelPackagingJobRequest>& requests, const WaitForJobsOptions& options = {},
      const CallOptions& call_options = {}) const;

  /// Starts a job and waits until it has ended. Safe to repeat: for the same client token and input, within
  /// the 8 hours that a token is valid, the service returns the job that the first call started, and this
  /// call waits for it. A job that has already ended is reported again, even if it FAILED. Set a token to be
  /// able to repeat the call after a crash; otherwise use `error().client_token`. Every error after the start
  /// has it, and the job's name as `resource_id`. `call_options.timeout` is the timeout of start and wait
  /// together.
  WaitOutcome StartModelPackagingJobAndWait(const StartModelPackagingJobRequest& request,
                                            const StartAndWaitOptions& options = {},
                                            const CallOptions& call_options = {}) const;

  /// What this client did so far. Cheap, and free for calls; may be called at any time.
  ClientCounters counters() const;

 private:
  friend class PackagingJobWatch;
  class Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace lookoutvision
