// ScriptedTransport: plays answers and failures back in order, and keeps what was sent.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::test {

class ScriptedTransport : public HttpTransport {
 public:
  using Answer = std::function<Outcome<HttpResponse>(const HttpRequest&, const HttpLimits&)>;

  struct Sent {
    HttpRequest request;
    HttpLimits limits;
  };

  /// The next answer.
  ScriptedTransport& Then(Answer answer) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(answer));
    return *this;
  }
  ScriptedTransport& Then(int status, std::string body = "{}",
                          std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpResponse response{.status = status, .body = std::move(body)};
    for (const auto& [name, value] : headers) response.headers.Add(name, value);
    return Then([response = std::move(response)](const HttpRequest&, const HttpLimits&) { return response; });
  }
  ScriptedTransport& ThenFail(Error error) {
    return Then([error = std::move(error)](const HttpRequest&, const HttpLimits&) { return Failure(error); });
  }

  /// A call beyond the script is answered with status 599 and fails whatever expected a result.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpLimits& limits) override {
    Answer answer;
    {
      const std::lock_guard lock(mutex_);
      sent_.push_back({request, limits});
      if (script_.empty())
        return HttpResponse{.status = 599, .body = R"({"message": "the script has ended"})"};
      answer = std::move(script_.front());
      script_.pop_front();
    }
    return answer(request, limits);
  }

  std::vector<Sent> sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }
  /// Header `name` of request `index`, "" where it has none.
  std::string SentHeader(std::size_t index, std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return std::string(sent_.at(index).request.headers.Find(name).value_or(""));
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Answer> script_;
  std::vector<Sent> sent_;
};

}  // namespace lookoutvision::test
