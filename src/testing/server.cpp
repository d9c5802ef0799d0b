// Listens and accepts; see server.h.
#include "testing/server.h"

#include <chrono>

#include <boost/asio/post.hpp>

#include "testing/byte_stream.h"

namespace lookoutvision::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kPause{20};

}  // namespace

Server::Server(ServiceState& service, const std::optional<ServerIdentity>& identity) : service_(service) {
  if (identity) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate_chain(asio::buffer(identity->certificate));
    tls_->use_private_key(asio::buffer(identity->key), asio::ssl::context::pem);
  }
  const tcp::endpoint loopback(asio::ip::address_v4::loopback(), service_.options.port);
  acceptor_.open(loopback.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(loopback);
  acceptor_.listen();
  port_ = acceptor_.local_endpoint().port();
  Accept();
  thread_ = std::thread([this] { io_.run(); });
}

Server::~Server() {
  Stop();
}

void Server::Accept() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
    // Also where this connection had come before Stop() closed the acceptor.
    if (!acceptor_.is_open()) return;
    if (error) return AcceptLater();
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<Connection>(
        MakeByteStream(std::move(socket), tls_ ? &*tls_ : nullptr), service_,
        [this](const std::shared_ptr<Connection>& dropped) { connections_.erase(dropped); });
    connections_.insert(connection);
    connection->Start();
    Accept();
  });
}

void Server::AcceptLater() {
  // Without a descriptor to spare the same connection would fail again at once, as often as a thread can ask.
  pause_.expires_after(kPause);
  pause_.async_wait([this](const error_code&) {
    if (acceptor_.is_open()) Accept();
  });
}

void Server::Release() {
  asio::post(io_, [this] {
    // A connection may drop itself, and so leave the set, while it goes on.
    for (const auto& connection : std::set(connections_)) connection->Release();
  });
}

void Server::Stop() {
  std::call_once(stopped_, [this] {
    asio::post(io_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
      for (const auto& connection : std::set(connections_)) connection->Drop();
    });
    thread_.join();
  });
}

}  // namespace lookoutvision::testing
