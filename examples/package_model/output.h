// Output: what the tool prints, as text. Where it goes is known in commands.cpp.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "package_model/options.h"

namespace package_model {

/// The job that was started: for people with the command that follows it, or as `{"JobName": ...}`. `job` is
/// what to describe it with.
std::string ToText(const lookoutvision::StartModelPackagingJobResult& started,
                   const lookoutvision::DescribeModelPackagingJobRequest& job, OutputFormat format);

/// A job: for people a line a member, those of the component last, or as `{"ModelPackagingDescription": ...}`
/// with every member that the service sent, times in ISO 8601. Where it has made a component, that follows as
/// `"components": {"<name>": {"componentVersion": "<version>"}}`, as Greengrass's CreateDeployment takes it.
std::string ToText(const lookoutvision::ModelPackagingDescription& description, OutputFormat format);

/// What came of a wait for several jobs, as they looked last: for people one behind the other, else as
/// `{"ModelPackagingDescriptions": [...], "components": ...}`.
std::string ToText(const std::vector<lookoutvision::ModelPackagingDescription>& descriptions,
                   OutputFormat format);

/// A project's jobs: for people a table, or as `{"ModelPackagingJobs": [...]}`.
std::string ToText(const std::vector<lookoutvision::ModelPackagingJobMetadata>& jobs, OutputFormat format);

/// One line that tells an attempt.
std::string ToText(const lookoutvision::AttemptEvent& event);

/// `7 s`, `2 min 5 s`, `1 h 2 min`.
std::string ToText(std::chrono::seconds elapsed);

/// `2026-08-01T10:00:00.250000+00:00`, as the AWS command line writes times; no fraction where it is zero.
std::string ToText(std::chrono::system_clock::time_point time);

}  // namespace package_model
