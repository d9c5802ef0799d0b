// FloodServer: a loopback server that reads the beginning of one request and then sends without pause.
#pragma once

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace lookoutvision::test {

class FloodServer {
 public:
  static constexpr std::size_t kEndless = std::numeric_limits<std::size_t>::max();

  /// Serves the connection: calls `Send` or `Continue` until one of them returns false.
  using Serve = std::function<void(FloodServer& server, int client)>;

  explicit FloodServer(Serve serve)
      : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 1) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Accept(); });
  }

  /// Sends `beginning`, then `block` repeatedly until the client disconnects or `max_bytes` are sent.
  FloodServer(std::string beginning, std::string block, std::size_t max_bytes = kEndless)
      : FloodServer([beginning = std::move(beginning), block = std::move(block), max_bytes](
                        FloodServer& server, int client) {
          std::array<char, 4096> request;
          if (::recv(client, request.data(), request.size(), 0) <= 0) return;
          for (bool connected = server.Send(client, beginning); connected && server.sent_ < max_bytes;)
            connected = server.Send(client, block);
        }) {}

  ~FloodServer() {
    Join();
    ::close(listener_);
  }
  FloodServer(const FloodServer&) = delete;
  FloodServer& operator=(const FloodServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }

  /// Blocks until the flood has begun.
  void WaitForFlood() { flooding_.get_future().wait(); }

  /// Waits until the client has disconnected, and returns the number of bytes sent.
  std::size_t Join() {
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    return sent_;
  }
  /// After Join: whether the client ended the flood, instead of the server's watchdog of 30 s.
  bool client_disconnected() const { return client_disconnected_; }

  /// For Serve: whether to send more. The first call marks the beginning of the flood.
  bool Continue() {
    if (!begun_) {
      flooding_.set_value();
      begun_ = true;
      watchdog_ = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    }
    return std::chrono::steady_clock::now() < watchdog_;
  }
  /// For Serve: sends all of `bytes`. False if the client has disconnected, or the watchdog has expired.
  bool Send(int client, std::string_view bytes) {
    if (!Continue()) return false;
    while (!bytes.empty()) {
      const auto size = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return ClientDisconnected();
      sent_ += static_cast<std::size_t>(size);
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }
  /// For Serve: records that the client has disconnected. Returns false.
  bool ClientDisconnected() {
    client_disconnected_ = true;
    return false;
  }

 private:
  void Accept() {
    // OpenSSL writes to a disconnected client without MSG_NOSIGNAL.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    // A retry of the client is refused at once.
    ::shutdown(listener_, SHUT_RDWR);
    // A client that neither reads nor disconnects ends the flood, too.
    const timeval watchdog{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &watchdog, sizeof watchdog);
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &watchdog, sizeof watchdog);
    serve_(*this, client);
    ::close(client);
  }

  const Serve serve_;
  int listener_;
  std::uint16_t port_ = 0;
  std::promise<void> flooding_;
  std::chrono::steady_clock::time_point watchdog_;
  bool begun_ = false;
  bool client_disconnected_ = false;
  std::size_t sent_ = 0;
  std::thread thread_;
};

}  // namespace lookoutvision::test
