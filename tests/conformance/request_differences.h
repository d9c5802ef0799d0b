// Compares requests with recorded ones.
#pragma once

#include <string>
#include <vector>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::conformance {

/// Compares method, URL, signer, headers and body, or the parameters of a form, and returns a line for each
/// difference. Values that depend on the recorded SDK are ignored: its name, its clock, its generated session
/// names, and the region that it signed for. Some recordings have another role, web identity token or session
/// token than their cases. So if the recorded value is in none of the `inputs`, an input is accepted instead;
/// a role may differ only in its account.
std::string RequestDifferences(const HttpRequest& sent, const HttpRequest& recorded,
                               const std::vector<std::string>& inputs);

}  // namespace lookoutvision::conformance
