// The commands: start, describe, wait and list.
#pragma once

#include <ostream>
#include <stop_token>

#include "package_model/exit_status.h"
#include "package_model/live_table.h"
#include "package_model/options.h"

namespace package_model {

/// Does what the options say until it is done or `stop` is asked to stop. The result goes to `out`, how the
/// jobs stand, attempts and errors to `table`.
ExitStatus Run(const Options& options, std::stop_token stop, std::ostream& out, LiveTable& table);

}  // namespace package_model
