// RecordedWire: a transport that replays recorded exchanges, and compares each request with the recorded one.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lookoutvision/http_transport.h>

#include "base/text.h"

namespace lookoutvision::conformance {

/// One request of a recording and its response, which is absent if there was none.
struct Exchange {
  HttpRequest request;
  std::optional<HttpResponse> response = {};
};

class RecordedWire : public HttpTransport {
 public:
  /// Reads the JSON of a file `http-traffic.json`. `inputs` are the texts that the case gives: its
  /// environment and its files. Throws std::runtime_error if the recording holds what is not known here.
  RecordedWire(const nlohmann::json& recording, std::vector<std::string> inputs);

  /// The recorded response. A retry of the last request gets the last response again; any other difference
  /// from the recording is noted, and a request that was not recorded fails.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;

  /// The differences, and the requests that were recorded and not sent; empty if there are none.
  std::string differences() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  /// The texts of the case, and the responses so far.
  std::vector<std::string> inputs_;
  std::size_t next_ = 0;
  std::string differences_;
};

}  // namespace lookoutvision::conformance
