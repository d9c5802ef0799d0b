// The commands: start, describe, wait and list.
#pragma once

#include <ostream>
#include <stop_token>

#include "package_model/exit_status.h"
#include "package_model/live_table.h"
#include "package_model/options.h"

namespace package_model {

/// Runs the command until it ends or `stop` is requested. The result goes to `out`; the status of the jobs,
/// attempts and errors go to `table`.
ExitStatus Run(const Options& options, std::stop_token stop, std::ostream& out, LiveTable& table);

}  // namespace package_model
