// Guards the reads of TLS connections with an OpenSSL BIO callback.
#include "base/tls.h"

#include <cstddef>

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

// The first message is the ClientHello: by then, the connection has its read BIO.
void OnMessage(int, int, int, const void*, std::size_t, SSL* ssl, void* is_over) {
  BIO* const bio = SSL_get_rbio(ssl);
  if (bio == nullptr || BIO_get_callback_ex(bio) != nullptr) return;
  BIO_set_callback_arg(bio, static_cast<char*>(is_over));
  BIO_set_callback_ex(bio, &OnBio);
}

}  // namespace

std::string_view OpenSslVersion() {
  return OpenSSL_version(OPENSSL_VERSION_STRING);
}

void GuardTlsReads(void* ssl_ctx, const Predicate& is_over) {
  auto* const context = static_cast<SSL_CTX*>(ssl_ctx);
  SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_msg_callback(context, &OnMessage);
  SSL_CTX_set_msg_callback_arg(context, const_cast<Predicate*>(&is_over));
}

}  // namespace lookoutvision::internal
