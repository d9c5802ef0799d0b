// TLS servers that send records without data and without pause.
#include "support/tls_flood.h"

#include <array>
#include <memory>

#include <openssl/ssl.h>
#include <poll.h>

#include "support/openssl_server.h"

namespace lookoutvision::test {
namespace {

// Needed because OpenSSL does not report a disconnected client when it sends a ticket.
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
  return [context = std::shared_ptr<SSL_CTX>(MakeServerContext(identity)), kind,
          response = std::move(response)](FloodServer& server, int client) {
    const Owned<SSL> ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), client);
    std::array<char, 4096> request;
    if (SSL_accept(ssl.get()) != 1 || SSL_read(ssl.get(), request.data(), request.size()) <= 0) return;
    if (!response.empty()) SSL_write(ssl.get(), response.data(), static_cast<int>(response.size()));
    while (server.Continue()) {
      if (!SendOne(ssl.get(), kind) || !IsConnected(client)) {
        server.ClientDisconnected();
        return;
      }
    }
  };
}

}  // namespace lookoutvision::test
