// Errors as the tool prints them, and the command that continues after one.
#pragma once

#include <string>

#include <lookoutvision/error.h>

#include "base/json_writer.h"
#include "package_model/options.h"

namespace package_model {

/// The line of an error, with the options of the tool in place of what the library names.
std::string ToText(const lookoutvision::Error& error);

/// Writes an error as an object: its kind, what is known of the response, and whether to repeat the call.
void WriteError(lookoutvision::internal::JsonWriter& json, const lookoutvision::Error& error);

/// `{"error": ...}`
std::string ToJson(const lookoutvision::Error& error);

/// The command that continues a `start` or a `wait` after this error: the words that were typed, without the
/// values of headers, and, for `start`, the client token. Empty if there is nothing to continue. If a word is
/// not printable ASCII, it is a sentence instead of a command.
std::string HowToContinue(const Options& options, const lookoutvision::Error& error);

}  // namespace package_model
