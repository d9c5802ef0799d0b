// Certificates: a CA and a server certificate made on the spot, for tests and for nothing else. OpenSSL's
// types stay in certificates.cpp.
#pragma once

#include <string>

#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::testing {

/// PEM texts.
struct ServerIdentity {
  std::string ca;
  std::string certificate;
  std::string key;
};

/// New keys each time; valid from an hour ago for a day, but for `kExpired`. Throws std::runtime_error where
/// OpenSSL fails.
ServerIdentity MakeServerIdentity(ServerCertificate kind);

}  // namespace lookoutvision::testing
