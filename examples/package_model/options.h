// Options: what the arguments mean, as requests and configuration of the library. Nothing is sent here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "package_model/arguments.h"

namespace package_model {

enum class OutputFormat { kText, kJson };

/// What the tool is to do.
struct Options {
  Command command = Command::kNone;
  /// What `start` sends.
  lookoutvision::StartModelPackagingJobRequest start;
  /// What `describe` sends.
  lookoutvision::DescribeModelPackagingJobRequest job;
  /// What `wait` sends for each of its jobs.
  std::vector<lookoutvision::DescribeModelPackagingJobRequest> jobs;
  /// What `list` sends for the first page.
  lookoutvision::ListModelPackagingJobsRequest list;
  /// Whether `start` waits for the job's end.
  bool wait = false;

  lookoutvision::ClientConfig config;
  /// Limit of the whole command.
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::chrono::milliseconds> poll_interval;

  OutputFormat output = OutputFormat::kText;
  bool debug = false;
};

/// What the arguments mean. Everything wrong with them, the constraints of the service's model included, is
/// added to `problems`, a line each.
Options Interpret(const Arguments& arguments, std::vector<std::string>& problems);

/// A time such as `30` or `0.5`, in seconds: from a millisecond up to a year, cut off after the milliseconds.
/// Absent for anything else.
std::optional<std::chrono::milliseconds> ParseSeconds(std::string_view text);

}  // namespace package_model
