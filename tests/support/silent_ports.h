// Silent loopback ports: SilentPort connects and never sends, FullPort does not connect.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lookoutvision::test {

/// A listening socket that never accepts its connections.
class SilentPort {
 public:
  explicit SilentPort(int backlog = 16) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* const generic = reinterpret_cast<sockaddr*>(&address_);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, backlog) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      ::close(listener_);
      throw std::runtime_error("cannot listen on loopback");
    }
  }
  ~SilentPort() { ::close(listener_); }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;

  std::uint16_t port() const { return ntohs(address_.sin_port); }

  /// Blocks until there is a connection.
  void WaitForConnection() const {
    pollfd readable{.fd = listener_, .events = POLLIN, .revents = 0};
    ::poll(&readable, 1, -1);
  }

 protected:
  sockaddr_in address_{};

 private:
  int listener_;
};

/// A port with a full backlog, so that further connections are neither established nor refused.
class FullPort : private SilentPort {
 public:
  FullPort() : SilentPort(0) {
    // The first one fills the backlog; the others make sure that it is full on return.
    for (int& filler : fillers_) {
      const int blocking = &filler == fillers_.data() ? 0 : SOCK_NONBLOCK;
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | blocking, 0);
      static_cast<void>(::connect(filler, reinterpret_cast<const sockaddr*>(&address_), sizeof address_));
    }
    begun_ = Begun();
  }
  ~FullPort() {
    for (const int filler : fillers_) ::close(filler);
  }

  using SilentPort::port;

  /// Blocks until another socket has started to connect.
  void WaitForAttempt() const {
    while (Begun() <= begun_) std::this_thread::yield();
  }

 private:
  // The number of sockets of this machine in state SYN_SENT to this port.
  int Begun() const {
    std::array<char, 32> suffix{};
    std::snprintf(suffix.data(), suffix.size(), "0100007F:%04X 02", static_cast<unsigned>(port()));
    std::ifstream table("/proc/net/tcp");
    int count = 0;
    for (std::string line; std::getline(table, line);) {
      if (line.find(suffix.data()) != std::string::npos) ++count;
    }
    return count;
  }

  std::array<int, 3> fillers_{};
  int begun_ = 0;
};

}  // namespace lookoutvision::test
