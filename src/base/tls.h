// Guards for OpenSSL connections that libcurl drives.
#pragma once

#include <functional>
#include <string_view>

namespace lookoutvision::internal {

/// The version of the OpenSSL that this library is loaded with, for example `3.0.19`.
std::string_view OpenSslVersion();

/// For connections made from `ssl_ctx`, an `SSL_CTX*` of that OpenSSL: while `is_over` is empty or returns
/// true, reads find no data. OpenSSL otherwise stays in one call as long as a peer sends records without
/// data, such as KeyUpdates. `is_over` must outlive the connections, and must not throw.
///
/// The end of the TCP connection becomes a read failure: without a close_notify alert (RFC 8446 6.1), which
/// is seen first, an attacker may have truncated the stream.
void GuardTlsReads(void* ssl_ctx, const std::function<bool()>& is_over);

}  // namespace lookoutvision::internal
