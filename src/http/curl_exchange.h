// CurlExchange: one request and its response on one connection. It knows no pool, and words no error
// (curl_error.h).
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

/// How an exchange ended, and how far it came.
struct ExchangeEnd {
  enum class Cause {
    kCurl,       ///< As `code` says.
    kCancelled,  ///< The stop token asked for it.
    kResponse,   ///< The response cannot be used: `problem` and `why`.
  };
  Cause cause = Cause::kCurl;
  CURLcode code = CURLE_OK;
  HttpResponseReader::Problem problem = HttpResponseReader::Problem::kNone;
  std::string_view why = {};
  /// From kSend on; below, there was no connection yet, and CurlConnection::reached knows more.
  Phase phase = Phase::kLookUp;

  bool is_success() const { return cause == Cause::kCurl && code == CURLE_OK; }
};

/// Used once, soon after it was made: its limits begin then. What it is made from outlives it; the options'
/// platform has its real parts, and the connection names where the request goes.
class CurlExchange {
 public:
  CurlExchange(CurlConnection& connection, const HttpTransportOptions& options, const HttpRequest& request,
               const HttpLimits& limits);
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;

  /// For what has to be read before there can be a connection.
  IoLimits ConnectLimits() const;
  /// Sends the request and receives the response, on a new connection if there is none that can be used.
  /// Afterwards the connection is open only if it can carry another request.
  ExchangeEnd Run();
  /// The response, once.
  HttpResponse TakeResponse() { return std::move(response_); }

 private:
  enum class Step { kGoOn, kEnd };
  using TimePoint = CurlConnection::Clock::time_point;
  using milliseconds = std::chrono::milliseconds;

  void Try(bool reused);
  bool ConnectionWasDead() const;
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
  const HttpLimits& limits_;
  /// By the real clock, for what is waited for; `start_` by the platform's, for measurements.
  const TimePoint begin_;
  const TimePoint start_;
  const std::optional<TimePoint> deadline_;
  std::optional<TimePoint> connect_deadline_;

  HttpResponse response_;
  std::optional<HttpResponseReader> reader_;
  ExchangeEnd end_;
  /// What has to be sent yet: this, and then that.
  std::string_view unsent_;
  std::string_view unsent_body_;
  bool can_be_reused_ = false;
  /// The last wait found the socket readable, and nothing was received since.
  bool was_readable_in_vain_ = false;
};

}  // namespace lookoutvision::internal
