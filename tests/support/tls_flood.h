// TLS servers that send records without data and without pause.
#pragma once

#include <string>

#include "support/flood_server.h"
#include "testing/certificates.h"

namespace lookoutvision::test {

/// The client must respond to requested KeyUpdates; the server does not read its responses.
enum class TlsFlood { kKeyUpdates, kRequestedKeyUpdates, kTickets };

/// For FloodServer: performs the TLS handshake, reads the beginning of a request, sends `response`, and then
/// sends records of `kind` without pause.
FloodServer::Serve ServeTlsFlood(const testing::ServerIdentity& identity, TlsFlood kind,
                                 std::string response = "");

}  // namespace lookoutvision::test
