// Output: the texts that the tool prints.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/wait.h>

#include "package_model/options.h"

namespace package_model {

/// The job that was started: with its client token and the command that waits for it, or as
/// `{"JobName": ..., "ClientToken": ...}`. `job` is the request that describes it.
std::string ToText(const lookoutvision::StartModelPackagingJobResult& started,
                   const lookoutvision::DescribeModelPackagingJobRequest& job, OutputFormat format);

/// A job: one line per member, those of the component last, or as `{"ModelPackagingDescription": ...}` with
/// every member that the service sent, and times in ISO 8601. If the job made a component, the JSON has it as
/// `"components": {"<name>": {"componentVersion": "<version>"}}`, as Greengrass's CreateDeployment takes it.
std::string ToText(const lookoutvision::ModelPackagingDescription& description, OutputFormat format);

/// A job that was waited for.
struct WaitedJob {
  /// Empty if it was not started, and the service would have chosen its name.
  std::string name = {};
  /// Of the call that started it; empty if the job was only waited for.
  std::string client_token = {};
  lookoutvision::WaitOutcome outcome;
};

/// The jobs of a wait. As text: the descriptions of those that succeeded. As JSON, always: `{"jobs":
/// [{"JobName": ..., "ClientToken": ..., "ModelPackagingDescription": ..., "error": ...}, ...],
/// "components": ...}`, in which members without a value are absent.
std::string ToText(const std::vector<WaitedJob>& jobs, OutputFormat format);

/// Jobs of a project.
struct JobList {
  std::vector<lookoutvision::ModelPackagingJobMetadata> jobs = {};
  /// Whether `--max-items` ended the list, so that there may be more jobs.
  bool truncated = false;
};

/// A table, or `{"ModelPackagingJobs": [...]}`, which if truncated has `"truncated": true`.
std::string ToText(const JobList& list, OutputFormat format);

/// One line about an attempt.
std::string ToText(const lookoutvision::AttemptEvent& event);

/// `7 s`, `2 min 5 s`, `1 h 2 min`.
std::string ToText(std::chrono::seconds elapsed);

/// `2026-08-01T10:00:00.250000+00:00`, as the AWS command line writes times; a fraction of zero is left out.
std::string ToText(std::chrono::system_clock::time_point time);

}  // namespace package_model
