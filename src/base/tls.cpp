// Guards TLS connections with the callbacks of OpenSSL for BIOs and messages.
#include "base/tls.h"

#include <cstddef>
#include <span>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>

namespace lookoutvision::internal {
namespace {

using Predicate = std::function<bool()>;

// OpenSSL calls it before and after each operation of a BIO. A value other than 1, returned before an
// operation, becomes its result.
long OnBio(BIO* bio, int operation, const char*, std::size_t, int, long, int result, std::size_t*) {
  // The end of the connection is a failure, also for libcurl's BIOs, which do not report the end as such.
  if (operation == (BIO_CB_READ | BIO_CB_RETURN)) return result == 0 && !BIO_should_retry(bio) ? -1 : result;
  if (operation != BIO_CB_READ) return result;
  const auto& is_over = *reinterpret_cast<const Predicate*>(BIO_get_callback_arg(bio));
  if (is_over && !is_over()) return result;
  BIO_set_retry_read(bio);
  return -1;
}

// The meaning of an alert of the peer (RFC 8446, 6).
TlsFailure FailureOf(int alert) {
  switch (alert) {
    case SSL_AD_HANDSHAKE_FAILURE:
      return TlsFailure::kHandshake;
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_CERTIFICATE_REQUIRED:
      return TlsFailure::kClientCertificate;
    default:
      return TlsFailure::kUnknown;
  }
}

// The texts of OpenSSL's errors differ between its versions; the bytes on the wire do not.
void Receive(int type, std::span<const unsigned char> bytes, TlsFailure& failure) {
  if (bytes.size() < 2) return;
  // The header of a record begins with its type and version.
  if (type == SSL3_RT_HEADER && bytes[1] != SSL3_VERSION_MAJOR) failure = TlsFailure::kNotTls;
  // An alert is its level and its number.
  if (type == SSL3_RT_ALERT) failure = FailureOf(bytes[1]);
}

// The first message is the ClientHello: by then, the connection has its read BIO.
void OnMessage(int is_sent, int, int type, const void* bytes, std::size_t size, SSL* ssl, void* argument) {
  auto& guard = *static_cast<TlsGuard*>(argument);
  if (is_sent == 0) Receive(type, {static_cast<const unsigned char*>(bytes), size}, guard.failure);
  BIO* const bio = SSL_get_rbio(ssl);
  if (bio == nullptr || BIO_get_callback_ex(bio) != nullptr) return;
  BIO_set_callback_arg(bio, reinterpret_cast<char*>(const_cast<Predicate*>(&guard.is_over)));
  BIO_set_callback_ex(bio, &OnBio);
}

}  // namespace

std::string_view OpenSslVersion() {
  return OpenSSL_version(OPENSSL_VERSION_STRING);
}

void GuardTls(void* ssl_ctx, TlsGuard& guard) {
  auto* const context = static_cast<SSL_CTX*>(ssl_ctx);
  SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_msg_callback(context, &OnMessage);
  SSL_CTX_set_msg_callback_arg(context, &guard);
}

}  // namespace lookoutvision::internal
