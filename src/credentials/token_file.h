// Reads a token from a file that another program keeps current.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/outcome.h>

#include "base/secrets.h"
#include "credentials/provider_context.h"

namespace lookoutvision::internal {

/// The token, without line breaks at its end. `what` names the file in errors: `the web identity token file`.
Outcome<SecretString> ReadTokenFile(const ProviderContext& context, std::string_view what,
                                    const std::string& path);

}  // namespace lookoutvision::internal
