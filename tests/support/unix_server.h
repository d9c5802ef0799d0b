// UnixServer: a bound Unix socket that accepts no connection.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lookoutvision::test {

class UnixServer {
 public:
  /// Binds `path`, and listens with the shortest queue unless it is a datagram socket.
  explicit UnixServer(const std::string& path, int type = SOCK_STREAM)
      : sockets_{::socket(AF_UNIX, type | SOCK_CLOEXEC, 0)} {
    address_.sun_family = AF_UNIX;
    path.copy(address_.sun_path, sizeof address_.sun_path - 1);
    if (::bind(sockets_.front(), Address(), sizeof address_) != 0 ||
        (type == SOCK_STREAM && ::listen(sockets_.front(), 0) != 0)) {
      Close();
      throw std::runtime_error("cannot listen on " + path);
    }
  }
  ~UnixServer() { Close(); }
  UnixServer(const UnixServer&) = delete;
  UnixServer& operator=(const UnixServer&) = delete;

  /// Fills the queue of connections that are not yet accepted.
  void FillQueue() {
    do {
      sockets_.push_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    } while (::connect(sockets_.back(), Address(), sizeof address_) == 0);
  }
  /// Closes the socket without removing its file.
  void Close() {
    for (const int socket : std::exchange(sockets_, {})) ::close(socket);
  }

  /// The path in `address`; empty if there is none.
  static std::string PathOf(const sockaddr_storage& address, socklen_t size) {
    if (address.ss_family != AF_UNIX || size <= offsetof(sockaddr_un, sun_path)) return "";
    return reinterpret_cast<const sockaddr_un&>(address).sun_path;
  }

 private:
  const sockaddr* Address() const { return reinterpret_cast<const sockaddr*>(&address_); }

  sockaddr_un address_{};
  std::vector<int> sockets_;
};

}  // namespace lookoutvision::test
