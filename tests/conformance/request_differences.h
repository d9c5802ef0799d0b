// Compares requests with recorded ones.
#pragma once

#include <string>
#include <vector>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::conformance {

/// A line for each difference: method, URL with its query, signer, form with its values, headers. Some
/// recordings were made with other values than their cases give: for a recorded value that is in none of the
/// `inputs`, the request may have any that is, of an ARN with another account only. Not compared is what
/// depends on the SDK that was recorded: its name, its clock, its generated session names, and the region
/// that it signed for.
std::string RequestDifferences(const HttpRequest& sent, const HttpRequest& recorded,
                               const std::vector<std::string>& inputs);

}  // namespace lookoutvision::conformance
