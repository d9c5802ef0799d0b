// Which proxy, if any, leads to a host.
#pragma once

#include <string>

#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

#include "http/url.h"

namespace lookoutvision::internal {

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
