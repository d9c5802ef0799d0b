// Listens for connections and serves them.
#include "testing/server.h"

#include <chrono>
#include <cstring>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lookoutvision::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using local = asio::local::stream_protocol;
using Endpoint = asio::generic::stream_protocol::endpoint;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kAcceptPause{20};

// Without it, the error is that of an address in use.
void RefuseOtherFile(const std::string& path) {
  std::error_code ignored;
  using std::filesystem::file_type;
  const file_type type = std::filesystem::symlink_status(path, ignored).type();
  if (type != file_type::socket && type != file_type::not_found && type != file_type::none) {
    throw std::runtime_error("the file " + path + " exists, and is not a socket");
  }
}

// Leaves a file of any other kind.
void RemoveSocket(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::symlink_status(path, ignored).type() == std::filesystem::file_type::socket)
    std::filesystem::remove(path, ignored);
}

// Whether no server listens on the file, as after one that was killed.
bool IsStale(const local::endpoint& address) {
  asio::io_context io;
  local::socket probe(io, local());
  // A server that hangs would block the connect.
  probe.non_blocking(true);
  error_code error;
  probe.connect(address, error);
  return error == asio::error::connection_refused;
}

// Without this, Asio would discard the exceptions of coroutines.
void Rethrow(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

Server::Server(ServiceState& service, const std::optional<ServerIdentity>& identity) : service_(service) {
  if (identity) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate_chain(asio::buffer(identity->certificate));
    tls_->use_private_key(asio::buffer(identity->key), asio::ssl::context::pem);
  }
  Listen();
  asio::co_spawn(io_, Accept(), Rethrow);
  thread_ = std::thread([this] { io_.run(); });
}

Server::~Server() {
  Stop();
}

void Server::Listen() {
  const std::string& path = service_.options.unix_socket;
  tcp::endpoint host(asio::ip::make_address(service_.options.host), service_.options.port);
  const Endpoint address = path.empty() ? Endpoint(host) : Endpoint(local::endpoint(path));
  if (!path.empty()) {
    RefuseOtherFile(path);
    if (IsStale(path)) RemoveSocket(path);
  }
  acceptor_.open(address.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(address);
  acceptor_.listen();
  if (!path.empty()) return;
  std::memcpy(host.data(), acceptor_.local_endpoint().data(), host.size());
  port_ = host.port();
}

asio::awaitable<void> Server::Accept() {
  for (;;) {
    error_code error;
    Connection::Socket socket =
        co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    // Even if this connection arrived before Stop() closed the acceptor.
    if (!acceptor_.is_open()) co_return;
    if (error) {
      // While no descriptor is free, the same connection would fail again immediately.
      asio::steady_timer pause(io_, kAcceptPause);
      co_await pause.async_wait(asio::use_awaitable);
    } else {
      Begin(std::move(socket));
    }
  }
}

void Server::Begin(Connection::Socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto connection = std::make_shared<Connection>(std::move(socket), tls_ ? &*tls_ : nullptr);
  connections_.insert(connection);
  asio::co_spawn(io_, Serve(*connection, service_), [this, connection](const std::exception_ptr& error) {
    connections_.erase(connection);
    Rethrow(error);
  });
}

void Server::Release() {
  asio::post(io_, [this] {
    for (const auto& connection : connections_) connection->Release();
  });
}

void Server::Stop() {
  std::call_once(stopped_, [this] {
    // Before the socket looks stale to another server.
    RemoveSocket(service_.options.unix_socket);
    asio::post(io_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      for (const auto& connection : connections_) connection->Abort();
    });
    thread_.join();
  });
}

}  // namespace lookoutvision::testing
