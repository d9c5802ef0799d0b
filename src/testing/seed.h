// Seed: the initial state of a mock service, read from JSON.
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

/// A job as it was started, and its state.
struct SeedJob {
  /// Satisfies every constraint.
  StartModelPackagingJobRequest request;
  /// Empty: the name in the request, else a generated one.
  std::string name = {};
  std::string region = "us-east-1";
  ModelPackagingJobStatus status = ModelPackagingJobStatus::kCreated;
  /// Why the job failed; empty unless it did.
  std::string status_message = {};
  std::optional<internal::SystemTime> created = {};
  std::optional<internal::SystemTime> updated = {};
};

/// The initial state of a mock service.
struct Seed {
  std::optional<std::map<std::string, std::vector<std::string>>> projects = {};
  std::vector<SeedJob> jobs = {};
};

/// Ignores unknown members, so that a dump of the state is a seed. Throws std::invalid_argument, which names
/// the member.
Seed ReadSeed(std::string_view text);

}  // namespace lookoutvision::testing
