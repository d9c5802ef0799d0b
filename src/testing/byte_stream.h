// ByteStream: one connection's bytes over TCP, with or without TLS. It knows no HTTP.
#pragma once

// Asio of Boost 1.74 uses std::exchange without including it.
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace lookoutvision::testing {

/// Every operation calls `done` later, on the thread of the socket's executor. The caller keeps the stream
/// alive until then. One reading and one writing operation may be under way at a time.
class ByteStream {
 public:
  using Done = std::function<void(const boost::system::error_code&, std::size_t)>;

  virtual ~ByteStream() = default;

  virtual boost::asio::ip::tcp::socket& socket() = 0;
  virtual void Handshake(Done done) = 0;
  virtual void ReadSome(boost::asio::mutable_buffer buffer, Done done) = 0;
  /// All of it.
  virtual void Write(boost::asio::const_buffer buffer, Done done) = 0;
  /// TLS's close_notify; does not wait for the peer's.
  virtual void SayGoodbye(Done done) = 0;
};

/// A stream over `socket`, with TLS where there is a context, which must outlive it.
std::unique_ptr<ByteStream> MakeByteStream(boost::asio::ip::tcp::socket socket,
                                           boost::asio::ssl::context* tls);

}  // namespace lookoutvision::testing
