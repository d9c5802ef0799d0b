// Connection: one accepted connection, with or without TLS, which faults can hold and end.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
// Asio of Boost 1.74 uses std::exchange without including it.
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

namespace lookoutvision::testing {

struct ServiceState;

/// All members are called on the thread of the socket's executor. One operation is under way at a time; it
/// throws boost::system::system_error when the connection has ended.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// A TCP or Unix socket.
  using Socket = boost::asio::generic::stream_protocol::socket;
  using Duration = boost::asio::steady_timer::duration;

  /// Uses TLS from the handshake on if `tls` is not null; it must outlive the connection.
  Connection(Socket socket, boost::asio::ssl::context* tls)
      : socket_(std::move(socket)), tls_context_(tls), timer_(socket_.get_executor()) {}

  boost::asio::awaitable<void> Handshake();
  /// Appends the next bytes that arrive to input().
  boost::asio::awaitable<void> Read();
  /// The bytes that were read and not yet used; the caller removes them from the front.
  std::string& input() { return input_; }
  /// Writes all bytes.
  boost::asio::awaitable<void> Write(std::string_view bytes);
  /// Waits until `time` has passed or until Release(), and returns whether it was released. Throws if the
  /// peer closes the connection.
  boost::asio::awaitable<bool> Hold(Duration time);

  /// Closes the connection properly, with TLS's close_notify. Like the next two, it throws when done.
  boost::asio::awaitable<void> Close();
  /// As Close(), without close_notify.
  boost::asio::awaitable<void> CloseWithoutNotify();
  [[noreturn]] void Reset();

  /// Ends Hold() if it is under way.
  void Release();
  /// Closes the socket and cancels the operation under way.
  void Abort();

 private:
  /// False if nothing has arrived.
  bool ReadAvailable();
  boost::asio::awaitable<void> WatchPeer();
  void EndHold();

  Socket socket_;
  boost::asio::ssl::context* tls_context_;
  /// From the handshake on.
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
  bool ready_ = false;
  std::array<char, std::size_t{16} * 1024> chunk_;
  std::string input_;

  boost::asio::steady_timer timer_;
  bool held_ = false;
  bool released_ = false;
};

/// Serves the connection from accept to close, and applies the faults of `service`. Runs on the connection's
/// thread.
boost::asio::awaitable<void> Serve(Connection& connection, ServiceState& service);

}  // namespace lookoutvision::testing
