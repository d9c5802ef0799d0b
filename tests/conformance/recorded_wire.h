// RecordedWire: a transport that plays back recorded exchanges, and holds each request that is sent against
// the recorded one.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/http_transport.h>

#include "base/text.h"

namespace lookoutvision::test {

class RecordedWire : public HttpTransport {
 public:
  /// Of a file `http-traffic.json`.
  explicit RecordedWire(const std::string& path);

  /// The recorded answer. A retry of the last request has the last answer again; whatever else differs from
  /// what was recorded is written down and fails.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;

  /// The `Date` of the first answer that has one.
  std::optional<internal::SystemTime> date() const;
  /// What differed, and what was recorded and not sent; empty when all is well.
  std::string differences() const;

 private:
  struct Exchange {
    HttpRequest request;
    /// Absent where nobody answered.
    std::optional<HttpResponse> response;
  };

  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::size_t next_ = 0;
  std::string differences_;
};

}  // namespace lookoutvision::test
