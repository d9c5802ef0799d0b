// Which proxy, if any, leads to a host.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "base/url.h"

namespace lookoutvision::internal {

/// What a proxy's URL says that no error or event may repeat: its password, and user name and password as
/// they are sent, in Base64. Empty without them.
std::vector<std::string> ProxySecrets(std::string_view proxy);

/// The proxy for what is at `url`, which libcurl can use, from `https_proxy` or `http_proxy` and `no_proxy`,
/// each in lower case first, then in upper case; empty for a direct connection. Loopback is always reached
/// directly. A proxy that is none fails with `kConfiguration` and names the variable; it quotes nothing of a
/// password.
///
/// `no_proxy` is a list, separated by commas or blanks, of `*`, host names (which include what is below them,
/// with or without a leading dot) and addresses, each with an optional `:port`, and
/// ranges of addresses, `10.0.0.0/8`.
Outcome<std::string> ProxyFor(const Url& url, const Platform& platform);

}  // namespace lookoutvision::internal
