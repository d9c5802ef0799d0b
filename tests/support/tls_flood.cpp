// TLS servers that send records without data, without pause.
#include "support/tls_flood.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>

namespace lookoutvision::test {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> Reading(const std::string& text) {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Owned<SSL_CTX> MakeContext(const testing::ServerIdentity& identity) {
  Owned<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
  const Owned<X509> certificate(
      PEM_read_bio_X509(Reading(identity.certificate).get(), nullptr, nullptr, nullptr));
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(Reading(identity.key).get(), nullptr, nullptr, nullptr));
  if (SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    throw std::runtime_error("OpenSSL rejects the identity of the server");
  }
  return context;
}

// OpenSSL does not report a disconnected client when it sends a ticket.
bool IsConnected(int client) {
  pollfd state{.fd = client, .events = 0, .revents = 0};
  return ::poll(&state, 1, 0) == 0;
}

bool SendOne(SSL* ssl, TlsFlood kind) {
  const auto update =
      kind == TlsFlood::kRequestedKeyUpdates ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED;
  const bool begun =
      kind == TlsFlood::kTickets ? SSL_new_session_ticket(ssl) == 1 : SSL_key_update(ssl, update) == 1;
  return begun && SSL_do_handshake(ssl) == 1;
}

}  // namespace

FloodServer::Serve ServeTlsFlood(const testing::ServerIdentity& identity, TlsFlood kind,
                                 std::string response) {
  return [context = std::shared_ptr<SSL_CTX>(MakeContext(identity)), kind, response = std::move(response)](
             FloodServer& server, int client) {
    const Owned<SSL> ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), client);
    std::array<char, 4096> request;
    if (SSL_accept(ssl.get()) != 1 || SSL_read(ssl.get(), request.data(), request.size()) <= 0) return;
    if (!response.empty()) SSL_write(ssl.get(), response.data(), static_cast<int>(response.size()));
    while (server.Continue()) {
      if (!SendOne(ssl.get(), kind) || !IsConnected(client)) {
        server.ClientLeft();
        return;
      }
    }
  };
}

}  // namespace lookoutvision::test
