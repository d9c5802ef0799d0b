// Selects the proxy for a URL from the environment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "base/url.h"

namespace lookoutvision::internal {

/// The secrets in a proxy URL, which no error or event may contain: the password, and user name and password
/// in Base64, as sent. Empty if there are none.
std::vector<std::string> ProxySecrets(std::string_view proxy);

/// The proxy for `url`, from `https_proxy` or `http_proxy` and `no_proxy`, each in lower case first, then in
/// upper case; empty for a direct connection. A lower-case variable that is empty hides the upper-case one.
/// Under CGI (`REQUEST_METHOD` is set) `HTTP_PROXY` is ignored. Connections to loopback are always direct.
/// Fails with `kConfiguration` if the URL of the proxy is not valid; the error names the variable, but never
/// quotes the URL.
///
/// `no_proxy` is a list, separated by commas or white space, of `*`, host names (which include their
/// subdomains, with or without a leading dot) and addresses, each with an optional `:port`, and address
/// ranges, `10.0.0.0/8`. A trailing dot of a name is ignored; addresses are compared by value.
Outcome<std::string> ProxyFor(const Url& url, const Platform& platform);

}  // namespace lookoutvision::internal
