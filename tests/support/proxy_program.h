// ProxyProgram: runs a proxy program as a child process of a test.
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

/// The user that a proxy accepts.
struct ProxyUser {
  std::string name;
  std::string password;
};

/// The path of a program in PATH; empty if it is not installed.
std::string FindProgram(const std::string& name);

/// Listens on a port of 127.0.0.1, which is reserved until the object is destroyed.
class ProxyProgram {
 public:
  /// Starts the program and waits until it accepts connections. Throws std::runtime_error after a minute.
  void Start();
  /// Kills the program, so that the port refuses connections. Returns its standard error.
  std::string Kill();

  std::uint16_t port() const { return port_.port(); }
  /// `127.0.0.1:<port>`
  std::string HostAndPort() const { return "127.0.0.1:" + std::to_string(port()); }

 protected:
  ProxyProgram() = default;
  ~ProxyProgram() = default;

  /// Returns the path of the file.
  std::string WriteFile(const std::string& name, const std::string& text) const;

  std::vector<std::string> command_;

 private:
  const ClosedPort port_;
  const TemporaryFolder folder_;
  std::unique_ptr<Program> program_;
};

/// Forwards http and tunnels https, only for `user`. Names and passwords may contain letters, digits, '-',
/// '.' and '_'.
class Tinyproxy : public ProxyProgram {
 public:
  explicit Tinyproxy(const ProxyUser& user);
};

/// SOCKS5, only for `user`; without `user`, for all.
class Microsocks : public ProxyProgram {
 public:
  Microsocks();
  explicit Microsocks(const ProxyUser& user);
};

/// Terminates TLS in front of another proxy.
class Stunnel : public ProxyProgram {
 public:
  Stunnel(const ProxyProgram& inner, const testing::ServerIdentity& identity);
};

}  // namespace lookoutvision::test
