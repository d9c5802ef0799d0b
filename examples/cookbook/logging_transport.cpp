// A transport that logs each exchange, and leaves the work to another one. It logs neither headers nor
// bodies, which contain secrets.
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

class LoggingTransport : public lfv::HttpTransport {
 public:
  // `log` is called by all threads that make calls.
  explicit LoggingTransport(std::function<void(const std::string&)> log) : log_(std::move(log)) {}

  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest& request,
                                       const lfv::HttpSendOptions& options) override {
    auto response = inner_->Send(request, options);
    log_(request.method + ' ' + request.url + ": " +
         (response ? std::to_string(response->status) : std::string(ToString(response.error().kind))));
    return response;
  }
  std::size_t idle_connections() override { return inner_->idle_connections(); }

 private:
  const std::function<void(const std::string&)> log_;
  const std::shared_ptr<lfv::HttpTransport> inner_ = lfv::MakeCurlTransport();
};
