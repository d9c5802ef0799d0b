// JobStore: the jobs, client tokens and components that the mock service remembers. Pure: it knows neither
// HTTP nor a clock.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/testing/mock_service.h>

#include "base/text.h"
#include "testing/seed.h"
#include "testing/service_error.h"

namespace lookoutvision::testing {

using internal::SystemTime;

class JobStore {
 public:
  /// Takes from the options which projects exist, how jobs move on and which of them fail.
  explicit JobStore(const MockServiceOptions& options);

  /// The job's name, or why there is none. `request` breaks no constraint; `region` is where the component is
  /// made.
  std::variant<std::string, ServiceError> Start(const StartModelPackagingJobRequest& request,
                                                std::string_view region, SystemTime now);

  /// Counts as a poll of the job.
  std::variant<ModelPackagingDescription, ServiceError> Describe(
      const DescribeModelPackagingJobRequest& request, SystemTime now);

  /// A page of a project's jobs, the newest first. A job that starts between two pages is on neither. Counts
  /// as a poll of none.
  std::variant<ListModelPackagingJobsResult, ServiceError> List(const ListModelPackagingJobsRequest& request,
                                                                SystemTime now);

  struct Job {
    StartModelPackagingJobRequest request;
    std::string name;
    std::string region;
    std::string component_version;
    std::variant<ProgressByPolls, ProgressByTime> progress;
    /// Why the job fails; absent where it does not.
    std::optional<std::string> failure = {};
    SystemTime created;
    int polls = 0;
    ModelPackagingJobStatus status = ModelPackagingJobStatus::kCreated;
    SystemTime updated;
  };

  /// Takes the seed's projects, where it has some, in place of its own, and its jobs. Throws
  /// std::invalid_argument where two jobs of a project have the same name.
  void Plant(const Seed& seed, SystemTime now);

  /// Has every job move on to now. Counts as a poll of none.
  void MoveOn(SystemTime now);

  const std::optional<std::map<std::string, std::vector<std::string>>>& projects() const { return projects_; }
  /// In the order they were started.
  const std::deque<Job>& jobs() const { return jobs_; }

 private:
  struct Token {
    StartModelPackagingJobRequest request;
    std::string job_name;
    SystemTime first_used;
  };

  /// Where a page begins.
  struct Place {
    std::string project;
    /// How many jobs, of all projects, may be on it or behind it: the oldest.
    std::size_t jobs;
  };

  std::optional<ServiceError> FindMissing(const std::string& project) const;
  std::optional<ServiceError> FindMissing(const std::string& project, const std::string& model) const;
  Job* Find(std::string_view project, std::string_view name);
  std::optional<ServiceError> FindOverrun(const std::string& project) const;
  void Plant(const SeedJob& seed, SystemTime now);
  std::string MakeName(std::string_view project);
  std::string MakePageToken(const std::string& project, std::size_t jobs);
  static std::string MessageOf(const Job& job);
  std::variant<ProgressByPolls, ProgressByTime> ProgressOf(
      const StartModelPackagingJobRequest& request) const;
  static void MoveOn(Job& job, SystemTime now);

  std::optional<std::map<std::string, std::vector<std::string>>> projects_;
  std::variant<ProgressByPolls, ProgressByTime> progress_;
  std::function<std::optional<ProgressByTime>(const StartModelPackagingJobRequest&)> job_progress_;
  std::function<std::optional<std::string>(const StartModelPackagingJobRequest&)> job_failure_;
  std::deque<Job> jobs_;
  std::map<std::string, Token> tokens_;
  std::map<std::string, Place> page_tokens_;
  std::size_t max_page_size_;
  std::optional<std::size_t> max_running_jobs_;
  std::size_t names_made_ = 0;
};

}  // namespace lookoutvision::testing
