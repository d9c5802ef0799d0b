// CurlConnection: one reusable connection to an origin, which libcurl establishes.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "base/tls.h"

namespace lookoutvision::internal {

/// Sets options of an easy handle, and records the first error.
class EasyOptions {
 public:
  explicit EasyOptions(CURL* easy) : easy_(easy) {}

  template <typename Value>
  void Set(CURLoption option, Value value) {
    static_assert(
        std::is_pointer_v<Value> || std::is_same_v<Value, long> || std::is_same_v<Value, curl_off_t>,
        "libcurl reads the argument as one of these types");
    if (result_ == CURLE_OK) result_ = curl_easy_setopt(easy_, option, value);
  }
  CURLcode result() const { return result_; }

 private:
  CURL* easy_;
  CURLcode result_ = CURLE_OK;
};

/// The progress of an attempt.
enum class Phase { kLookUp, kConnect, kHandshake, kSend, kWait, kReceive };

/// An easy and a multi handle, set up once, with the connection, the DNS cache, the TLS sessions and the
/// parsed CA bundle that they own, and reused buffers. Used by one call at a time.
struct CurlConnection {
  using Clock = std::chrono::steady_clock;
  using milliseconds = std::chrono::milliseconds;

  /// Selects the CA bundle (which accesses files) and sets the options that never change. `setup_result` is
  /// the error if libcurl rejects an option, or has no file descriptor for its wake-up pair.
  explicit CurlConnection(const HttpTransportOptions& options);
  /// Closes the connection. Must not run in a child of fork: see ConnectionPool.
  ~CurlConnection();
  CurlConnection(const CurlConnection&) = delete;
  CurlConnection& operator=(const CurlConnection&) = delete;

  /// Closes the connection and starts to connect to `origin` through `proxy` or `unix_socket`.
  CURLcode StartConnecting(std::optional<milliseconds> connect_timeout, std::optional<milliseconds> timeout);
  /// Continues without blocking. `done` if the connection is open, or has failed.
  CURLcode ContinueConnecting(bool& done);
  /// The errno of the last socket operation that failed since StartConnecting; 0 if there is none.
  int SystemError() const;
  bool is_open() const { return socket != CURL_SOCKET_BAD; }
  /// Also aborts connecting.
  void Close();

  /// CURLE_AGAIN if nothing can be sent or received now. CURLE_OK with nothing received if the peer has
  /// closed the connection.
  CURLcode Send(std::string_view bytes, std::size_t& sent);
  CURLcode Receive(std::span<char> buffer, std::size_t& received);
  /// Waits until one of `events` (CURL_WAIT_POLLIN, CURL_WAIT_POLLOUT) may be possible, the timeout passes,
  /// or another thread calls curl_multi_wakeup. Sets `events` to those that may be possible.
  CURLMcode Wait(short& events, milliseconds timeout);

  /// Whether the connection can carry another request at `now`: it is open, not too old, and the server has
  /// sent nothing since the last response, which would be mistaken for the next one.
  bool CanBeReused(const HttpTransportOptions& options, Clock::time_point now);

  CURL* easy;
  CURLM* multi;
  CURLcode setup_result = CURLE_OK;
  /// The PEM file in use; empty if none was configured and none of the common ones exists.
  std::string ca_bundle;
  /// Whether the content of pipes and devices has been set: see TlsFiles.
  bool has_tls_streams = false;

  /// The origin, the proxy, the Unix socket and the last URL of this connection, all validated.
  std::string origin;
  std::string proxy;
  std::string unix_socket;
  std::string url;
  curl_socket_t socket = CURL_SOCKET_BAD;
  Clock::time_point opened = {};
  Clock::time_point last_used = {};

  /// Whether the call in progress must end now. Empty between calls; does not throw.
  std::function<bool()> call_is_over;
  /// The guard of its TLS connections, if libcurl uses our OpenSSL.
  TlsGuard tls{call_is_over};
  /// The errno of opening the last socket of the call in progress; 0 if it succeeded.
  int socket_error = 0;
  /// The progress of connecting, from libcurl's callbacks: which of libcurl's times are set after a failure
  /// differs between versions.
  Phase reached = Phase::kLookUp;
  /// libcurl's message for its last error; may be empty.
  std::array<char, CURL_ERROR_SIZE> error_text{};
  /// The bytes of the request.
  std::string request;

 private:
  bool ReplaceEasy();

  bool is_added_ = false;
};

}  // namespace lookoutvision::internal
