// Server: the listening socket, its thread and the accepted connections.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include "testing/certificates.h"
#include "testing/connection.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {

/// Serves from its constructor to Stop(). Its members may be called by any thread except its own.
class Server {
 public:
  /// Uses TLS if there is an identity. `service` must outlive it.
  Server(ServiceState& service, const std::optional<ServerIdentity>& identity);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// 0 for a Unix socket.
  std::uint16_t port() const { return port_; }
  void Release();
  void Stop();

 private:
  void Listen();
  boost::asio::awaitable<void> Accept();
  void Begin(Connection::Socket socket);

  ServiceState& service_;
  std::optional<boost::asio::ssl::context> tls_;
  boost::asio::io_context io_{1};
  boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol> acceptor_{io_};
  std::uint16_t port_ = 0;
  std::set<std::shared_ptr<Connection>> connections_;
  std::once_flag stopped_;
  std::thread thread_;
};

}  // namespace lookoutvision::testing
