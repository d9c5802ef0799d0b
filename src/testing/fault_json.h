// Reads and writes faults as JSON, as the admin server uses them.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lookoutvision/testing/fault.h>

#include "base/json_writer.h"

namespace lookoutvision::testing {

/// A fault as the admin server receives it.
using FaultSpec = std::variant<QueuedFault, OngoingFault>;

/// Reads one object or a list of them. One with `share`, `begins_after_ms` or `lasts_ms` is ongoing. Throws
/// std::invalid_argument, which names the member, if one is invalid or unknown.
std::vector<FaultSpec> ReadFaults(std::string_view text);

void WriteFault(internal::JsonWriter& json, const InstalledFault& installed);

/// `bytes` itself if it is UTF-8, else with escapes, because JSON text is UTF-8.
std::string AsText(std::string_view bytes);

}  // namespace lookoutvision::testing
