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

/// A recorded request and its response, if there was one.
struct Exchange {
  HttpRequest request;
  std::optional<HttpResponse> response = {};
};

class RecordedWire : public HttpTransport {
 public:
  /// Reads the JSON of a file `http-traffic.json`. `inputs` are the values of the environment and the
  /// contents of the files of the case. Throws std::runtime_error if the recording has unknown parts.
  RecordedWire(const nlohmann::json& recording, std::vector<std::string> inputs);

  /// Returns the recorded response, and for a retry of the last request the last response. Records any
  /// other difference from the recording. A request that was not recorded fails.
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;

  /// The differences, including requests that were recorded and not sent; empty if there are none.
  std::string differences() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  /// The inputs of the case, and the bodies of the responses so far.
  std::vector<std::string> inputs_;
  std::size_t next_ = 0;
  std::string differences_;
};

}  // namespace lookoutvision::conformance
