// Makes a CA and a server certificate for tests.
#pragma once

#include <string>

#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::testing {

/// A server certificate, its key and its CA, as PEM texts.
struct ServerIdentity {
  std::string ca;
  std::string certificate;
  std::string key;
};

/// Makes new keys each time. Except for `kExpired`, the certificate is valid from an hour ago for a day.
/// Throws std::runtime_error if OpenSSL fails.
ServerIdentity MakeServerIdentity(ServerCertificate kind);

}  // namespace lookoutvision::testing
