// Guards for OpenSSL connections that libcurl drives, and what they receive.
#pragma once

#include <functional>
#include <string_view>

namespace lookoutvision::internal {

/// The version of the OpenSSL that this library is loaded with, for example `3.0.19`.
std::string_view OpenSslVersion();

/// What a TLS connection received that explains its failure.
enum class TlsFailure {
  kUnknown,
  kNotTls,             ///< Something other than TLS.
  kHandshake,          ///< The alert handshake_failure: up to TLS 1.2, also for a missing client certificate.
  kClientCertificate,  ///< An alert about the client certificate, or the lack of one.
};

/// The caller's side of guarded connections.
struct TlsGuard {
  /// While it is empty or returns true, reads find no data. Does not throw.
  const std::function<bool()>& is_over;
  /// Set by the connections.
  TlsFailure failure = TlsFailure::kUnknown;
};

/// Guards connections made from `ssl_ctx`, an `SSL_CTX*` of that OpenSSL: while their call is over, reads
/// find no data. Otherwise, one call of OpenSSL lasts as long as the peer sends records without data, such as
/// KeyUpdates. `guard` must outlive the connections.
///
/// The end of the TCP connection becomes a read failure: without a close_notify alert before it (RFC 8446
/// 6.1), an attacker may have truncated the stream.
void GuardTls(void* ssl_ctx, TlsGuard& guard);

}  // namespace lookoutvision::internal
