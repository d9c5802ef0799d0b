// Compares requests with recorded ones.
#pragma once

#include <string>
#include <vector>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::conformance {

/// A line for each difference: method, URL with its query, signer, headers, and body, of forms by name and
/// value. The role, the web identity token and the session token of some recordings are not those of their
/// cases: if none of the `inputs` has the recorded one, another that is an input is the same, of a role only
/// in another account. Not compared is what depends on the SDK that was recorded: its name, its clock, its
/// generated session names, and the region that it signed for.
std::string RequestDifferences(const HttpRequest& sent, const HttpRequest& recorded,
                               const std::vector<std::string>& inputs);

}  // namespace lookoutvision::conformance
