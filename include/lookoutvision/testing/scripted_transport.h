// ScriptedTransport: an HttpTransport without a network that returns scripted responses and failures in
// order.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

namespace lookoutvision::testing {

/// Returns scripted responses and failures in order, and records the requests. MockService, in contrast,
/// reads and checks requests. Thread-safe.
///
///     const auto transport = std::make_shared<ScriptedTransport>();
///     transport->Then(503).Then(202, R"({"JobName":"nightly"})");
///     const Client client({.region = "eu-west-1", .credentials = MakeAnonymousCredentials(),
///                          .transport = transport});
class ScriptedTransport : public HttpTransport {
 public:
  /// Makes the response to a request. Called on the thread that calls Send().
  using Responder = std::function<Outcome<HttpResponse>(const HttpRequest&, const HttpSendOptions&)>;

  /// One request, and the options passed with it.
  struct Sent {
    HttpRequest request;      ///< As the client passed it.
    HttpSendOptions options;  ///< The timeouts, the stop token and the route of the attempt.
  };

  /// Appends a function that makes the next response.
  ScriptedTransport& Then(Responder responder) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(responder));
    return *this;
  }
  /// Appends a response.
  ScriptedTransport& Then(int status, std::string body = "{}",
                          std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpResponse response{.status = status, .body = std::move(body)};
    for (const auto& [name, value] : headers) response.headers.Add(name, value);
    return Then(
        [response = std::move(response)](const HttpRequest&, const HttpSendOptions&) { return response; });
  }
  /// Appends a failure, such as a connection error.
  ScriptedTransport& ThenFail(Error error) {
    return Then(
        [error = std::move(error)](const HttpRequest&, const HttpSendOptions&) { return Failure(error); });
  }

  /// Returns the next response of the script, or status 599 when the script has ended.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override {
    Responder responder;
    {
      const std::lock_guard lock(mutex_);
      sent_.push_back({request, options});
      if (script_.empty())
        return HttpResponse{.status = 599, .body = R"({"message": "the script has ended"})"};
      responder = std::move(script_.front());
      script_.pop_front();
    }
    return responder(request, options);
  }

  /// All requests so far, in the order they were sent.
  std::vector<Sent> sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }
  /// Header `name` of request `index`, which counts from 0; "" if it has none. Throws std::out_of_range if
  /// fewer requests were sent.
  std::string SentHeader(std::size_t index, std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return std::string(sent_.at(index).request.headers.Find(name).value_or(""));
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Responder> script_;
  std::vector<Sent> sent_;
};

}  // namespace lookoutvision::testing
