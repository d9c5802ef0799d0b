// Options: the requests and the configuration that the arguments ask for.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "package_model/arguments.h"

namespace package_model {

enum class OutputFormat { kText, kJson };

/// Everything that a command needs.
struct Options {
  Command command = Command::kNone;
  /// All words after the name of the program, as they were typed.
  std::vector<std::string> words;
  /// The request of `start`.
  lookoutvision::StartModelPackagingJobRequest start;
  /// The request of `describe`.
  lookoutvision::DescribeModelPackagingJobRequest job;
  /// The requests of `wait`, one per job.
  std::vector<lookoutvision::DescribeModelPackagingJobRequest> jobs;
  /// The request of `list` for the first page.
  lookoutvision::ListModelPackagingJobsRequest list;
  /// `list` omits jobs with another status; if empty, none.
  std::vector<lookoutvision::ModelPackagingJobStatus> statuses;
  /// The most jobs that `list` lists.
  std::optional<int> max_items;
  /// Whether `start` waits until the job ends.
  bool wait = false;

  lookoutvision::ClientConfig config;
  /// Of the whole command.
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::chrono::milliseconds> poll_interval;

  OutputFormat output = OutputFormat::kText;
  bool debug = false;
};

/// Makes requests and configuration of the arguments. Adds a line to `problems` for each error, including
/// violations of the service's constraints.
Options Interpret(const Arguments& arguments, std::vector<std::string>& problems);

}  // namespace package_model
