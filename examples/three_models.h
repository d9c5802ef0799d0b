// ThreeModels: packages three models in steps, for the examples with an event loop.
#pragma once

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/packaging_job_watch.h>

class ThreeModels {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit ThreeModels(std::chrono::milliseconds poll_interval)
      : watch_(client_, {.schedule = {.min_delay = poll_interval}}) {}

  /// Starts the next job, or makes a step of the watch. Returns when to call again; absent when all jobs have
  /// ended. It blocks while the service responds: the loops give it to another thread.
  std::optional<TimePoint> Step() {
    if (!to_start_.empty()) {
      Start(to_start_.back());
      to_start_.pop_back();
      return std::chrono::steady_clock::now();
    }
    const auto next = watch_.Step();
    for (const lookoutvision::EndedJob& ended : watch_.TakeOutcomes()) {
      std::cout << ended.outcome << '\n';
      if (!ended.outcome) exit_status_ = 1;
    }
    return next;
  }

  /// 1 if a job could not be started or failed.
  int exit_status() const { return exit_status_; }

 private:
  void Start(const std::string& project) {
    const auto started = client_.StartModelPackagingJob(
        lookoutvision::StartModelPackagingJobRequest()
            .WithProjectName(project)
            .WithModelVersion("1")
            .WithConfiguration(
                {.greengrass = {.component_name = "com.example." + project,
                                .s3_output_location = {.bucket = "my-bucket"},
                                .target_device = lookoutvision::TargetDevice::kJetsonXavier}}));
    if (!started) {
      std::cout << started.error() << '\n';
      exit_status_ = 1;
      return;
    }
    watch_.Add(lookoutvision::DescribeModelPackagingJobRequest().WithProjectName(project).WithJobName(
                   started->job_name),
               started->client_token);
  }

  const lookoutvision::Client client_;  // region, endpoint and credentials come from the environment
  lookoutvision::PackagingJobWatch watch_;
  std::vector<std::string> to_start_{"bottles", "boards", "labels"};
  int exit_status_ = 0;
};
