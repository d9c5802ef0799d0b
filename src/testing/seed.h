// Seed: the initial state of a mock service, read from JSON.
#pragma once

#include <chrono>
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
  /// See JobStore::clock_advance().
  std::chrono::milliseconds clock_advance{0};
};

inline constexpr std::chrono::milliseconds kMaxClockAdvance = std::chrono::hours{24 * 366};

/// Ignores unknown members, so that a dump of the state is a seed. `now` is the time of the service's clock;
/// `clock_advance` applies if the seed has none. A job without a creation time is created now. Throws
/// std::invalid_argument, which names the member.
Seed ReadSeed(std::string_view text, SystemTime now, std::chrono::milliseconds clock_advance = {});

/// A seed with which a service continues.
std::string WriteSeed(const JobStore& jobs);

}  // namespace lookoutvision::testing
