// Transfers bytes over sockets, with and without TLS.
#include "testing/connection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

namespace lookoutvision::testing {

namespace asio = boost::asio;
using asio::socket_base;
using asio::use_awaitable;
using boost::system::error_code;
using boost::system::system_error;

asio::awaitable<void> Connection::Handshake() {
  if (tls_context_ != nullptr) {
    tls_.emplace(socket_, *tls_context_);
    co_await tls_->async_handshake(asio::ssl::stream_base::server, use_awaitable);
  }
  socket_.non_blocking(true);
  ready_ = true;
}

asio::awaitable<void> Connection::Read() {
  while (!ReadAvailable()) co_await socket_.async_wait(socket_base::wait_read, use_awaitable);
}

// Does not wait, so that EndHold() has a single wait to cancel: a TLS stream that waits itself would wait
// again for the rest of a record.
bool Connection::ReadAvailable() {
  const auto buffer = asio::buffer(chunk_);
  error_code error;
  const std::size_t size = tls_ ? tls_->read_some(buffer, error) : socket_.read_some(buffer, error);
  if (error == asio::error::would_block) return false;
  if (error) throw system_error(error);
  input_.append(chunk_.data(), size);
  return true;
}

asio::awaitable<void> Connection::Write(std::string_view bytes) {
  const auto buffer = asio::buffer(bytes.data(), bytes.size());
  auto writing = tls_ ? asio::async_write(*tls_, buffer, use_awaitable)
                      : asio::async_write(socket_, buffer, use_awaitable);
  co_await std::move(writing);
}

asio::awaitable<bool> Connection::Hold(Duration time) {
  held_ = true;
  released_ = false;
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error) self->EndHold();
  });
  while (held_) {
    try {
      co_await WatchPeer();
    } catch (const system_error&) {
      if (held_) throw;
    }
  }
  co_return released_;
}

// Waits until the peer acts. Reads what it sends, unless input is unused or the handshake has not happened.
asio::awaitable<void> Connection::WatchPeer() {
  const bool reads = ready_ && input_.empty();
  co_await socket_.async_wait(reads ? socket_base::wait_read : socket_base::wait_error, use_awaitable);
  if (!reads) throw system_error(asio::error::connection_reset);
  ReadAvailable();
}

void Connection::Release() {
  if (!held_) return;
  released_ = true;
  timer_.cancel();
  EndHold();
}

void Connection::EndHold() {
  held_ = false;
  error_code ignored;
  socket_.cancel(ignored);
}

asio::awaitable<void> Connection::Close() {
  if (tls_) {
    // A client need not reply to close_notify; claiming that it did ends the operation once ours is sent.
    SSL_set_shutdown(tls_->native_handle(), SSL_RECEIVED_SHUTDOWN);
    error_code ignored;
    co_await tls_->async_shutdown(asio::redirect_error(use_awaitable, ignored));
  }
  co_await CloseWithoutNotify();
}

asio::awaitable<void> Connection::CloseWithoutNotify() {
  error_code ignored;
  socket_.shutdown(socket_base::shutdown_send, ignored);
  // Closing a socket with unread bytes would reset the connection, so this reads until the peer closes, too.
  for (;;) co_await socket_.async_read_some(asio::buffer(chunk_), use_awaitable);
}

void Connection::Reset() {
  error_code ignored;
  socket_.set_option(socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
  throw system_error(asio::error::connection_aborted);
}

void Connection::Abort() {
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace lookoutvision::testing
