// RecordedWire: a transport that replays recorded exchanges, and compares each request with the recorded one.
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
  /// Reads a file `http-traffic.json`.
  explicit RecordedWire(const std::string& path);

  /// The recorded response. A retry of the last request gets the last response again; any other difference
  /// from the recording is noted, and a request that was not recorded fails.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;

  /// The `Date` of the first response that has one.
  std::optional<internal::SystemTime> date() const;
  /// The differences, and the requests that were recorded and not sent; empty if there are none.
  std::string differences() const;

 private:
  struct Exchange {
    HttpRequest request;
    /// Absent if there was no response.
    std::optional<HttpResponse> response;
  };

  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::size_t next_ = 0;
  std::string differences_;
};

}  // namespace lookoutvision::test
