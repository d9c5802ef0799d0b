// Seed: the initial state of a mock service, read from JSON.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/job_store.h"

namespace lookoutvision::testing {

/// The initial state of a mock service.
struct Seed {
  std::optional<std::map<std::string, std::vector<std::string>>> projects = {};
  std::vector<JobStore::Job> jobs = {};
};

/// Ignores unknown members, so that a dump of the state is a seed. A job without a creation time was created
/// `now`. Throws std::invalid_argument, which names the member.
Seed ReadSeed(std::string_view text, SystemTime now);

}  // namespace lookoutvision::testing
