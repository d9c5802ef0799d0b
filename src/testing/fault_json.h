// Faults as JSON text, in and out: the form in which the admin server takes and shows them.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lookoutvision/testing/fault.h>

#include "base/json_writer.h"

namespace lookoutvision::testing {

/// A fault for the queue.
struct QueuedFault {
  Fault fault = {};
  int times = 1;
};

using FaultOrder = std::variant<QueuedFault, OngoingFault>;

/// One object, or a list of them. One that has `share`, `begins_after_ms` or `lasts_ms` stands. Throws
/// std::invalid_argument, which says what is wrong where; nothing is skipped.
std::vector<FaultOrder> ReadFaults(std::string_view text);

void WriteFault(internal::JsonWriter& json, const OngoingFault& fault);

/// `bytes` itself if it is UTF-8, else with escapes: JSON has no other bytes.
std::string AsText(std::string_view bytes);

/// Throws std::invalid_argument where a member is out of its range.
void CheckRanges(const OngoingFault& fault);

}  // namespace lookoutvision::testing
