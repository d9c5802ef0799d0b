// Faults as JSON text, in and out: the form in which the admin server takes and shows them.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <lookoutvision/testing/fault.h>

namespace lookoutvision::testing {

/// A fault for the queue.
struct QueuedFault {
  Fault fault = {};
  int times = 1;
};

using FaultOrder = std::variant<QueuedFault, StandingFault>;

/// One object, or a list of them. One that has `share`, `begins_after_ms` or `lasts_ms` stands. Throws
/// std::invalid_argument, which says what is wrong where; nothing is skipped.
std::vector<FaultOrder> ReadFaults(std::string_view text);

nlohmann::ordered_json ToJson(const StandingFault& fault);

/// Throws std::invalid_argument where a member is out of its range.
void CheckRanges(const StandingFault& fault);

}  // namespace lookoutvision::testing
