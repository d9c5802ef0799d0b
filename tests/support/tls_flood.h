// TLS servers that send records without pause which hold no data.
#pragma once

#include <string>

#include "support/flood_server.h"
#include "testing/certificates.h"

namespace lookoutvision::test {

enum class TlsFlood { kKeyUpdates, kTickets };

/// What FloodServer does: the TLS handshake, reading the beginning of a request, sending `response`, and then
/// such records without pause.
FloodServer::Serve ServeTlsFlood(const testing::ServerIdentity& identity, TlsFlood kind,
                                 std::string response = "");

}  // namespace lookoutvision::test
