// TLS servers that send records without pause which hold no data.
#pragma once

#include <string>

#include "support/flood_server.h"
#include "testing/certificates.h"

namespace lookoutvision::test {

/// The client has to respond to the KeyUpdates that are requested; nobody reads what it sends.
enum class TlsFlood { kKeyUpdates, kRequestedKeyUpdates, kTickets };

/// What FloodServer does: the TLS handshake, reading the beginning of a request, sending `response`, and then
/// such records without pause.
FloodServer::Serve ServeTlsFlood(const testing::ServerIdentity& identity, TlsFlood kind,
                                 std::string response = "");

}  // namespace lookoutvision::test
