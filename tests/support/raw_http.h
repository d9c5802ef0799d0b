// RawConnection: a connection to loopback or a Unix socket, for tests that send and receive exact bytes.
#pragma once

#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace lookoutvision::test {

class RawConnection {
 public:
  /// How the peer ended the connection.
  enum class End { kStillOpen, kClosed, kReset };

  /// Connects to 127.0.0.1. A read throws std::runtime_error after a minute without data.
  explicit RawConnection(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Connect(address);
  }
  /// Connects to a Unix socket.
  explicit RawConnection(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    Connect(address);
  }
  ~RawConnection() { Close(); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// Sends `bytes`. The next read reports a closed connection.
  void Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        // The reset is reported only once; the next read would see an orderly end.
        if (sent < 0 && errno == ECONNRESET) end_ = End::kReset;
        return;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Reads until the peer ends the connection; see end().
  std::string ReadToEnd() {
    while (end_ == End::kStillOpen) Receive();
    return std::exchange(unread_, {});
  }

  /// Reads `bytes` bytes, or until the end.
  std::string Read(std::size_t bytes) {
    while (end_ == End::kStillOpen && unread_.size() < bytes) Receive();
    const std::string text = unread_.substr(0, bytes);
    unread_.erase(0, bytes);
    return text;
  }

  /// One response with a Content-Length, or the part of it that arrives.
  std::string ReadResponse() {
    std::size_t head = 0;
    while ((head = unread_.find("\r\n\r\n")) == std::string::npos && end_ == End::kStillOpen) Receive();
    if (head == std::string::npos) return std::exchange(unread_, {});
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t name = unread_.find(kName);
    const std::size_t body = name < head ? std::stoul(unread_.substr(name + kName.size())) : 0;
    return Read(head + 4 + body);
  }

  /// Sends a request and reads one response.
  std::string Exchange(std::string_view request) {
    Send(request);
    return ReadResponse();
  }

  void Close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  End end() const { return end_; }
  /// The socket, still owned by this object.
  int descriptor() const { return socket_; }

 private:
  template <typename Address>
  void Connect(const Address& address) {
    const auto& generic = reinterpret_cast<const sockaddr&>(address);
    socket_ = ::socket(generic.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval watchdog{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &watchdog, sizeof watchdog);
    if (::connect(socket_, &generic, sizeof address) != 0) {
      // A peer may reset the connection before connect() returns.
      if (errno != ECONNRESET) {
        Close();
        throw std::runtime_error("cannot connect");
      }
      end_ = End::kReset;
    }
  }

  void Receive() {
    std::array<char, 4096> chunk;
    const auto size = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (size > 0) {
      unread_.append(chunk.data(), static_cast<std::size_t>(size));
    } else if (size == 0) {
      end_ = End::kClosed;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      throw std::runtime_error("the peer neither sends nor closes the connection");
    } else {
      end_ = End::kReset;
    }
  }

  int socket_ = -1;
  std::string unread_;
  End end_ = End::kStillOpen;
};

}  // namespace lookoutvision::test
