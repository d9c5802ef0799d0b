// CurlSlot: one easy and one multi handle of libcurl, set up once and used by one call at a time.
// What differs from call to call is CurlExchange's business.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "http/curl_header_list.h"

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

/// The handles, with the connections, the TLS sessions and the parsed CA bundle that they keep, and memory
/// that is reused from call to call.
struct CurlSlot {
  /// Picks the CA bundle (which looks at files) and sets the options that never change. If libcurl refuses,
  /// or has no file descriptor left to wake it up with, `setup_result` says so.
  explicit CurlSlot(const HttpTransportOptions& options);
  /// Closes the connections. Not for a slot that was made before a fork: see SlotPool.
  ~CurlSlot();
  CurlSlot(const CurlSlot&) = delete;
  CurlSlot& operator=(const CurlSlot&) = delete;

  /// Whether the server has sent something since the last call ended, which nobody asked for. Curl would take
  /// it for the answer to the next request. With TLS a goodbye looks the same, and costs the slot as well.
  bool HasUnaskedData() const;

  CURL* easy;
  CURLM* multi;
  /// What the easy handle reads its URL from, where curl can parse it.
  CURLU* parsed_url;
  CURLcode setup_result = CURLE_OK;
  /// The PEM file in use; empty where none was given and none of the usual ones exists.
  std::string ca_bundle;
  /// The URL that the easy handle is set to, and the proxy: whoever sets them has checked them.
  std::string url;
  std::string proxy;
  /// The connection that the last call left open; CURL_SOCKET_BAD where it left none.
  curl_socket_t idle_socket = CURL_SOCKET_BAD;
  /// Whether it is set to what was read of files that are no regular ones: see TlsFiles.
  bool knows_tls_streams = false;
  /// Whether the call in progress has to end now. Empty between calls.
  std::function<bool()> call_is_over;
  /// Why the last socket of the call in progress could not be made; 0 if it could.
  int socket_error = 0;
  /// How far the call in progress came, as far as libcurl's callbacks tell: up to kSend. Its times do not:
  /// which of them an attempt has that failed differs between versions.
  Phase reached = Phase::kLookUp;
  /// The words for the last failure, nearly always curl's own; empty where there are none.
  std::array<char, CURL_ERROR_SIZE> error_text{};
  /// The headers of the request, and the line of the response that may still be continued.
  CurlHeaderList header_list;
  std::string held_line;
};

}  // namespace lookoutvision::internal
