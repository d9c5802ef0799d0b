// CurlExchange: one request and its answer on one slot. It knows no pool, and words no error (curl_error.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "base/url.h"
#include "http/curl_slot.h"

namespace lookoutvision::internal {

/// How an exchange ended, and how far it came.
struct ExchangeEnd {
  enum class Cause {
    kCurl,       ///< As `code` says.
    kCancelled,  ///< The stop token asked for it.
    kHeaderCap,  ///< HttpTransportOptions::max_header_bytes was passed.
    kBodyCap,    ///< HttpTransportOptions::max_body_bytes was passed.
    kBadLength,  ///< The final answer gives its length by no number, or by two that differ.
  };
  Cause cause = Cause::kCurl;
  CURLcode code = CURLE_OK;
  /// Of all header blocks together, line ends included.
  std::size_t header_bytes = 0;
  /// Whether the final answer's header came to its end.
  bool header_complete = false;
  /// Of the final answer; 0 before its header came to its end.
  int status = 0;
};

/// Used once. What it is made from outlives it; the options' platform has its real parts.
class CurlExchange {
 public:
  CurlExchange(CurlSlot& slot, const HttpTransportOptions& options, const HttpRequest& request,
               const HttpLimits& limits)
      : slot_(slot), options_(options), request_(request), limits_(limits) {}
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;

  /// Sends the request and receives the answer. Complete where the cause is kCurl and the code CURLE_OK.
  ExchangeEnd Run();
  /// The answer, once; or as much of it as had arrived.
  HttpResponse TakeResponse() { return std::move(response_); }

 private:
  CURLcode SetUp();
  void SetUrlAndProxy(EasyOptions& easy);
  void SetMethodAndBody(EasyOptions& easy);
  CURLcode Drive();
  bool IsOver();

  static int ProgressCallback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static std::size_t HeaderCallback(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t BodyCallback(char* data, std::size_t size, std::size_t count, void* self);
  template <typename Consume>
  std::size_t Guard(std::size_t size, Consume consume);
  bool OnHeaderLine(std::string_view line);
  bool OnBody(std::string_view bytes);
  void AddHeldField();
  bool HasUsableLength() const;

  CurlSlot& slot_;
  const HttpTransportOptions& options_;
  const HttpRequest& request_;
  const HttpLimits& limits_;
  HttpResponse response_;
  ExchangeEnd end_;
  std::chrono::steady_clock::time_point start_;
  bool expects_status_line_ = true;
  bool aborted_ = false;
  std::exception_ptr exception_;
};

}  // namespace lookoutvision::internal
