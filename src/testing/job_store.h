// JobStore: the jobs, client tokens and components of a mock service.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/testing/mock_service.h>

#include "base/text.h"

namespace lookoutvision::testing {

using internal::SystemTime;

struct Seed;

/// Its operations throw a ServiceError if the service rejects them. Not thread-safe.
class JobStore {
 public:
  /// Uses the options for projects, progress, failures, page size and quota.
  explicit JobStore(MockServiceOptions options) : options_(std::move(options)) {}

  /// Returns the job's name. `request` satisfies every constraint; `region` goes into the component's ARN.
  std::string Start(const StartModelPackagingJobRequest& request, std::string_view region, SystemTime now);

  /// Counts as a poll of the job.
  ModelPackagingDescription Describe(const DescribeModelPackagingJobRequest& request, SystemTime now);

  /// A page of a project's jobs, the newest first. A job that starts between two pages is on neither. Not a
  /// poll of any job.
  ListModelPackagingJobsResult List(const ListModelPackagingJobsRequest& request, SystemTime now);

  using Progress = std::variant<ProgressByPolls, ProgressByTime>;

  struct Job {
    /// Satisfies every constraint.
    StartModelPackagingJobRequest request;
    std::string name = {};
    std::string region = "us-east-1";
    /// Absent in a seed whose job advances and ends as the options say.
    std::optional<Progress> progress = {};
    /// Why the job fails; absent if it does not.
    std::optional<std::string> failure = {};
    SystemTime created = {};
    int polls = 0;
    ModelPackagingJobStatus status = ModelPackagingJobStatus::kCreated;
    SystemTime updated = {};
  };

  /// Adds the seed's jobs, and takes over its clock; its projects, if present, replace those of the options.
  /// A job without a name gets the one in its request, else a generated one. Throws std::invalid_argument if
  /// two jobs of a project have the same name.
  void AddSeed(Seed seed);

  /// Ends the job now, also one that has ended: as SUCCEEDED, or as FAILED if there is a `failure`.
  void End(std::string_view project, std::string_view name, std::optional<std::string> failure,
           SystemTime now);

  /// How far the time of the jobs and client tokens is ahead of the service's clock.
  std::chrono::milliseconds clock_advance() const { return clock_advance_; }
  /// Throws std::invalid_argument if `by` is negative, or the clock would be ahead by more than 366 days.
  void AdvanceClock(std::chrono::milliseconds by);

  /// Whether jobs, client tokens, projects or the clock have changed since the last call; true at first.
  bool TakeChanged() { return std::exchange(changed_, false); }

  /// Advances every job to now. Not a poll of any job.
  void Advance(SystemTime now);

  const std::optional<std::map<std::string, std::vector<std::string>>>& projects() const {
    return options_.projects;
  }
  /// In the order they were started.
  const std::deque<Job>& jobs() const { return jobs_; }

 private:
  struct Token {
    StartModelPackagingJobRequest request;
    std::string job_name;
    SystemTime first_used;
  };

  void CheckProject(const std::string& project) const;
  void CheckModel(const std::string& project, const std::string& model) const;
  void CheckComponentVersion(const StartModelPackagingJobRequest& request) const;
  void CheckJobQuota(const std::string& project) const;
  Job* Find(std::string_view project, std::string_view name);
  void Add(Job job);
  std::string GenerateName(std::string_view project);
  Progress ProgressOf(const StartModelPackagingJobRequest& request) const;
  std::optional<std::string> FailureOf(const StartModelPackagingJobRequest& request) const;
  void Advance(Job& job, SystemTime now);

  /// Its `projects` may be replaced by those of a seed.
  MockServiceOptions options_;
  std::deque<Job> jobs_;
  std::map<std::string, Token> tokens_;
  std::size_t generated_names_ = 0;
  std::chrono::milliseconds clock_advance_{0};
  bool changed_ = true;
};

}  // namespace lookoutvision::testing
