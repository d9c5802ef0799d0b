// The requests of the commands as JSON, in the syntax of the AWS command line.
#pragma once

#include <string>

#include "base/parsed.h"
#include "package_model/arguments.h"

namespace package_model {

/// The JSON that `--cli-input-json` names: a file, also with `file://` before it, `-` for standard input, or
/// the text itself.
lookoutvision::internal::Parsed<std::string> ReadInput(const std::string& source);

/// The request of the command with every member, indented; empty for `kNone`.
std::string Skeleton(Command command);

}  // namespace package_model
