// Storm: many clients of one service in virtual time, with the library's own retry code. It reads no clock
// and opens no socket. What is simulated is written down in docs/retry-storms.md.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/retry_config.h>

namespace lookoutvision::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// How the clients repeat what failed.
struct Strategy {
  std::string name;
  RetryConfig retry;
};

/// What befalls the service between `Storm::kFaultBegins` and `Storm::kFaultEnds`.
enum class Fault {
  kOutage,    ///< It answers everything with status 503.
  kShedding,  ///< It refuses every second request, by chance, with a ThrottlingException.
};

struct Plan {
  Fault fault = Fault::kOutage;
  Strategy strategy;
  int clients = 0;
  /// Between two calls that a client wants to make, whatever became of the first.
  milliseconds interval{1000};
};

/// What came of a plan.
struct Outcome {
  /// Requests sent over calls wanted, during the fault.
  double amplification = 0;
  /// The share of the calls begun during the fault that succeeded.
  double succeeded = 0;
  /// From the end of the fault until at least 99 % of the calls begun in each of ten seconds succeed; absent
  /// where the simulation ends before.
  std::optional<seconds> recovery = {};
  /// Requests sent in each second over the calls wanted in it.
  std::vector<double> load = {};
};

inline constexpr seconds kFaultBegins{20};
inline constexpr seconds kFaultEnds{320};
inline constexpr seconds kEnd{400};

/// The same plan has the same outcome, each time.
Outcome Simulate(const Plan& plan);

}  // namespace lookoutvision::simulation
