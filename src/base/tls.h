// TLS connections of OpenSSL that somebody else drives, whose headers stay in tls.cpp.
#pragma once

#include <functional>
#include <string_view>

namespace lookoutvision::internal {

/// The version of the OpenSSL that this library runs with, for example `3.0.19`.
std::string_view OpenSslVersion();

/// For connections made from `ssl_ctx`, an `SSL_CTX*` of that very OpenSSL: while `is_over` is empty or
/// returns true, reading finds that nothing has arrived. OpenSSL otherwise stays in one call for as long as a
/// peer sends records that hold no data, such as KeyUpdates. `is_over` outlives the connections, and does not
/// throw.
///
/// The end of the TCP connection becomes a failure to read. An end in TLS's own words (a close_notify alert,
/// RFC 8446 6.1) is found before, and stays one; without it, an attacker may have cut it off.
void GuardTlsReads(void* ssl_ctx, const std::function<bool()>& is_over);

}  // namespace lookoutvision::internal
