// ProxyProgram: a proxy program of Debian's as a child process of a test.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/closed_port.h"
#include "support/program.h"
#include "support/temporary_folder.h"
#include "testing/certificates.h"

namespace lookoutvision::test {

/// Whom a proxy serves.
struct ProxyUser {
  std::string name;
  std::string password;
};

/// The path of a program of PATH; empty if it is not installed.
std::string FindProgram(const std::string& name);

/// Listens on a port of 127.0.0.1 that is its own even while it does not run. It and its files are gone at
/// the end.
class ProxyProgram {
 public:
  /// Returns when the program accepts connections. Throws std::runtime_error if it does not within a minute.
  void Start();
  /// The port then refuses connections. Returns what the program wrote to its standard error.
  std::string Kill();

  std::uint16_t port() const { return port_.port(); }
  /// `127.0.0.1:<port>`
  std::string HostAndPort() const { return "127.0.0.1:" + std::to_string(port()); }

 protected:
  ProxyProgram() = default;
  ~ProxyProgram() = default;

  /// Its path.
  std::string WriteFile(const std::string& name, const std::string& text) const;

  std::vector<std::string> command_;

 private:
  const ClosedPort port_;
  const TemporaryFolder folder_;
  std::unique_ptr<Program> program_;
};

/// Forwards requests for http and makes tunnels for https, for that user alone. Its configuration takes
/// letters, digits, '-', '.' and '_' in names and passwords.
class Tinyproxy : public ProxyProgram {
 public:
  explicit Tinyproxy(const ProxyUser& user);
};

/// SOCKS5, for that user alone; without one for all.
class Microsocks : public ProxyProgram {
 public:
  Microsocks();
  explicit Microsocks(const ProxyUser& user);
};

/// Accepts TLS, and passes what is inside to another proxy.
class Stunnel : public ProxyProgram {
 public:
  Stunnel(const ProxyProgram& inner, const testing::ServerIdentity& identity);
};

}  // namespace lookoutvision::test
