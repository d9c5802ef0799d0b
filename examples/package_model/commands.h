// The commands: start, describe and wait.
#pragma once

#include <ostream>
#include <stop_token>

#include "package_model/exit_status.h"
#include "package_model/options.h"
#include "package_model/status_line.h"

namespace package_model {

/// Does what the options say until it is done or `stop` is asked to stop. The result goes to `out`, how the
/// job stands, attempts and errors to `status`.
ExitStatus Run(const Options& options, std::stop_token stop, std::ostream& out, StatusLine& status);

}  // namespace package_model
