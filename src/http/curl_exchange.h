// CurlExchange: one request and its response on one connection.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "http/curl_connection.h"
#include "http/http_response_reader.h"

namespace lookoutvision::internal {

/// How an exchange ended, and its progress.
struct ExchangeEnd {
  enum class Cause {
    kCurl,       ///< The result of libcurl: `code`.
    kCancelled,  ///< The stop token requested a stop.
    kResponse,   ///< The response cannot be used: `problem` and `reason`.
  };
  Cause cause = Cause::kCurl;
  CURLcode code = CURLE_OK;
  HttpResponseReader::Problem problem = HttpResponseReader::Problem::kNone;
  std::string_view reason = {};
  /// Set from kSend on. Before, there was no connection: see CurlConnection::reached.
  Phase phase = Phase::kLookUp;
  /// Whether the request had been sent before, on a connection that the server then closed.
  bool is_repeated = false;

  bool is_success() const { return cause == Cause::kCurl && code == CURLE_OK; }
};

/// Used once, right after its construction, which starts its timeouts. Its inputs must outlive it. The
/// platform of the options must be complete, and the origin and proxy of the connection set.
class CurlExchange {
 public:
  CurlExchange(CurlConnection& connection, const HttpTransportOptions& options, const HttpRequest& request,
               const HttpSendOptions& send_options);
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;

  /// The options for reading files before the connection.
  IoOptions FileReadOptions() const;
  /// Sends the request and receives the response, on a new connection unless the current one can be reused.
  /// Afterwards, the connection is open only if it can carry another request.
  ExchangeEnd Run();
  /// Moves the response out.
  HttpResponse TakeResponse() { return std::move(response_); }

 private:
  enum class Step { kContinue, kEnd };
  using TimePoint = CurlConnection::Clock::time_point;
  using milliseconds = std::chrono::milliseconds;

  void Try(bool reused);
  bool ConnectionWasClosed() const;
  Step Connect();
  Step Send();
  Step Receive();
  Step Wait();
  Step EndWith(const ExchangeEnd& end);
  Step EndAsOver();
  bool IsOver() const;
  milliseconds Remaining() const;

  CurlConnection& connection_;
  const HttpTransportOptions& options_;
  const HttpRequest& request_;
  const HttpSendOptions& send_options_;
  /// By the real clock, for deadlines; `start_` is by the platform's clock, for measurements.
  const TimePoint begin_;
  const TimePoint start_;
  const std::optional<TimePoint> deadline_;
  std::optional<TimePoint> connect_deadline_;

  HttpResponse response_;
  std::optional<HttpResponseReader> reader_;
  ExchangeEnd end_;
  /// The remaining bytes to send: `unsent_`, then `unsent_body_`.
  std::string_view unsent_;
  std::string_view unsent_body_;
  bool can_be_reused_ = false;
  /// The last wait found the socket readable, and nothing has been received since.
  bool was_readable_without_data_ = false;
};

}  // namespace lookoutvision::internal
