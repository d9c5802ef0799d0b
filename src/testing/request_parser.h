// RequestParser: bytes to one HTTP/1 request, over Boost.Beast, whose headers stay in request_parser.cpp.
// What it hands on is what was sent: the target is not decoded, header fields keep names, values and order.
#pragma once

#include <memory>
#include <string>

#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Parses one request; make another for the next.
class RequestParser {
 public:
  enum class State { kNeedsMore, kDone, kBroken };

  RequestParser();
  ~RequestParser();

  /// Takes what it can use from the front of `input`.
  State Parse(std::string& input);

  /// True once: when the headers are complete and the client waits for `100 Continue` before its body.
  bool TakeExpectation();

  /// Whether the connection may carry another request after this one.
  bool keep_alive() const;

  RecordedRequest Take();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lookoutvision::testing
