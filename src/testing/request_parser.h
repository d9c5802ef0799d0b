// RequestParser: parses the bytes of one HTTP/1 request.
#pragma once

#include <memory>
#include <string>

#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Parses one request. It does not decode the target; header fields keep their names, values and order.
class RequestParser {
 public:
  enum class State { kNeedsMore, kDone, kBroken };

  RequestParser();
  ~RequestParser();

  /// Removes the bytes that it uses from the front of `input`.
  State Parse(std::string& input);

  /// Returns true once: when the headers are complete and the client waits for `100 Continue` before its
  /// body.
  bool TakeExpectation();

  /// Whether the connection may carry another request after this one.
  bool keep_alive() const;

  RecordedRequest Take();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lookoutvision::testing
