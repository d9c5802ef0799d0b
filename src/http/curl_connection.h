// CurlConnection: one connection to an origin, made by libcurl and kept from call to call. Bytes go through
// it as they are: it knows no HTTP, but for the tunnel of a proxy, which libcurl makes.
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

namespace lookoutvision::internal {

/// Sets options of an easy handle and keeps the first refusal, so that none goes unnoticed.
class EasyOptions {
 public:
  explicit EasyOptions(CURL* easy) : easy_(easy) {}

  template <typename Value>
  void Set(CURLoption option, Value value) {
    static_assert(
        std::is_pointer_v<Value> || std::is_same_v<Value, long> || std::is_same_v<Value, curl_off_t>,
        "curl reads the argument as one of these, whatever it is");
    if (result_ == CURLE_OK) result_ = curl_easy_setopt(easy_, option, value);
  }
  CURLcode result() const { return result_; }

 private:
  CURL* easy_;
  CURLcode result_ = CURLE_OK;
};

/// How far an attempt came.
enum class Phase { kLookUp, kConnect, kHandshake, kSend, kWait, kReceive };

/// An easy and a multi handle set up once, with the connection, the name, the TLS sessions and the parsed CA
/// bundle that they keep, and memory that is reused. Used by one call at a time.
struct CurlConnection {
  using Clock = std::chrono::steady_clock;
  using milliseconds = std::chrono::milliseconds;

  /// Picks the CA bundle (which looks at files) and sets the options that never change. If libcurl refuses,
  /// or has no file descriptor left to wake it up with, `setup_result` says so.
  explicit CurlConnection(const HttpTransportOptions& options);
  /// Closes it. Not for one that was made before a fork: see ConnectionPool.
  ~CurlConnection();
  CurlConnection(const CurlConnection&) = delete;
  CurlConnection& operator=(const CurlConnection&) = delete;

  /// Begins to connect to `origin` through `proxy`, within these limits; zero is none. It is closed before.
  CURLcode StartConnecting(std::optional<milliseconds> connect_timeout, std::optional<milliseconds> timeout);
  /// Goes on as far as it comes without waiting. `done` if the connection is open, or has failed.
  CURLcode ContinueConnecting(bool& done);
  bool is_open() const { return socket != CURL_SOCKET_BAD; }
  /// Ends a connection that is being made, too.
  void Close();

  /// CURLE_AGAIN if nothing can be sent or received now. That the peer has closed the connection is CURLE_OK
  /// with nothing received.
  CURLcode Send(std::string_view bytes, std::size_t& sent);
  CURLcode Receive(std::span<char> buffer, std::size_t& received);
  /// Until one of `events` (CURL_WAIT_POLLIN, CURL_WAIT_POLLOUT) may be possible, the time has passed, or
  /// somebody has called curl_multi_wakeup. Leaves those that may be possible.
  CURLMcode Wait(short& events, milliseconds timeout);

  /// Whether it can carry another request at `now`: it is open and not too old, and the server has sent
  /// nothing since the last response, which would pass for the next one.
  bool CanBeReused(const HttpTransportOptions& options, Clock::time_point now);

  CURL* easy;
  CURLM* multi;
  CURLcode setup_result = CURLE_OK;
  /// The PEM file in use; empty where none was given and none of the usual ones exists.
  std::string ca_bundle;
  /// Whether it is set to what was read of files that are no regular ones: see TlsFiles.
  bool knows_tls_streams = false;

  /// Where it leads, and the last URL that was used; all of them have been checked.
  std::string origin;
  std::string proxy;
  std::string url;
  curl_socket_t socket = CURL_SOCKET_BAD;
  Clock::time_point opened = {};
  Clock::time_point last_used = {};

  /// Whether the call in progress has to end now. Empty between calls; does not throw.
  std::function<bool()> call_is_over;
  /// Why the last socket of the call in progress could not be made; 0 if it could.
  int socket_error = 0;
  /// How far connecting came, as libcurl's callbacks tell. Its times do not: which of them an attempt has
  /// that failed differs between versions.
  Phase reached = Phase::kLookUp;
  /// The words for libcurl's last failure; empty where there are none.
  std::array<char, CURL_ERROR_SIZE> error_text{};
  /// The request as it is sent.
  std::string request;

 private:
  bool is_added_ = false;
};

}  // namespace lookoutvision::internal
