// The client's configuration that the arguments ask for.
#pragma once

#include <string>
#include <vector>

#include <lookoutvision/client_config.h>

#include "package_model/arguments.h"

namespace package_model {

/// Makes the client's configuration of the arguments. Adds a line to `problems` for each error.
lookoutvision::ClientConfig ClientConfigOf(const Arguments& arguments, std::vector<std::string>& problems);

}  // namespace package_model
