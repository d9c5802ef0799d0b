// Seed: what a mock service begins with, read from JSON text. Planting it is the JobStore's business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "base/text.h"

namespace lookoutvision::testing {

/// A job as it was started, and what has become of it.
struct SeedJob {
  /// Breaks no constraint.
  StartModelPackagingJobRequest request;
  /// Empty: the request's own, else one is made.
  std::string name = {};
  std::string region = "us-east-1";
  ModelPackagingJobStatus status = ModelPackagingJobStatus::kCreated;
  /// Of a job that failed.
  std::string status_message = {};
  std::optional<internal::SystemTime> created = {};
  std::optional<internal::SystemTime> updated = {};
};

struct Seed {
  std::optional<std::map<std::string, std::vector<std::string>>> projects = {};
  std::vector<SeedJob> jobs = {};
};

/// Members that it does not know are skipped, so that a state as it is written is a seed. Throws
/// std::invalid_argument, which says what is wrong where.
Seed ReadSeed(std::string_view text);

}  // namespace lookoutvision::testing
