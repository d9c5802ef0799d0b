// Calls of the libcurl transport to a mock service with a fixed response.
#pragma once

#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::test {

/// Options of a service that returns `response` to every request.
inline testing::MockServiceOptions FixedResponse(testing::Response response = {.body = "hello"},
                                                 bool tls = false) {
  testing::MockServiceOptions options;
  options.tls = tls;
  options.handler = [response = std::move(response)](const testing::RecordedRequest&) { return response; };
  return options;
}

inline HttpRequest Get(const testing::MockService& service, const std::string& target = "/") {
  return {.method = "GET", .url = service.endpoint_url() + target};
}

inline HttpRequest Post(const testing::MockService& service, std::string body) {
  return {.method = "POST", .url = service.endpoint_url() + "/", .body = std::move(body)};
}

/// A timeout of a minute, so that a call that hangs fails.
inline HttpSendOptions Watchdog(std::stop_token token = {}) {
  HttpSendOptions options;
  options.stop_token = std::move(token);
  options.timeout = std::chrono::seconds{60};
  return options;
}

inline HttpSendOptions Within(std::chrono::milliseconds timeout) {
  HttpSendOptions options;
  options.timeout = timeout;
  return options;
}

/// The response; fails the test if there is none.
inline HttpResponse ExpectResponse(HttpTransport& transport, const HttpRequest& request,
                                   const HttpSendOptions& options = Watchdog()) {
  auto outcome = transport.Send(request, options);
  EXPECT_TRUE(outcome.has_value()) << outcome.error();
  return outcome ? *std::move(outcome) : HttpResponse{};
}

/// The error; fails the test if there is none.
inline Error Failed(HttpTransport& transport, const HttpRequest& request,
                    const HttpSendOptions& options = Watchdog()) {
  auto outcome = transport.Send(request, options);
  EXPECT_FALSE(outcome.has_value()) << "status " << outcome->status;
  return outcome ? Error{} : std::move(outcome.error());
}

/// The last request to the service; fails the test if there is none.
inline testing::RecordedRequest LastRequest(const testing::MockService& service) {
  const auto requests = service.requests();
  EXPECT_FALSE(requests.empty());
  return requests.empty() ? testing::RecordedRequest{} : requests.back();
}

/// The connection number of each request, in order.
inline std::vector<std::size_t> ConnectionsOf(const testing::MockService& service) {
  std::vector<std::size_t> connections;
  for (const auto& request : service.requests()) connections.push_back(request.connection);
  return connections;
}

/// A call in its own thread; Stop() stops it.
class RunningCall {
 public:
  RunningCall(HttpTransport& transport, HttpRequest request, HttpSendOptions options = Watchdog()) {
    options.stop_token = source_.get_token();
    outcome_ = std::async(std::launch::async,
                          [&transport, request = std::move(request), options = std::move(options)] {
                            return transport.Send(request, options);
                          });
  }

  void Stop() { source_.request_stop(); }
  /// Waits until the call ends.
  Outcome<HttpResponse> Join() { return outcome_.get(); }

 private:
  std::stop_source source_;
  std::future<Outcome<HttpResponse>> outcome_;
};

/// Waits until the service has applied `count` faults.
inline bool FaultsReached(const testing::MockService& service, std::size_t count) {
  return service.WaitUntil([count](const testing::MockServiceCounters& now) { return now.faults >= count; });
}

}  // namespace lookoutvision::test
