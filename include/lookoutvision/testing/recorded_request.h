// RecordedRequest: what the mock service saw of one request, and what it thought of it.
#pragma once

#include <cstddef>
#include <string>

#include <lookoutvision/http_headers.h>

namespace lookoutvision::testing {

/// One request that was read to its end.
struct RecordedRequest {
  std::string method;
  /// The request target as it stood on the request line: neither decoded nor normalised.
  std::string target;
  /// In the order they arrived, with spaces around the values removed.
  HttpHeaders headers = {};
  std::string body = {};
  bool tls = false;
  /// Counts the service's connections from 1: two requests with the same number shared one.
  std::size_t connection = 0;
  /// The status of the answer, sent or withheld; 0 where it is raw bytes.
  int status = 0;
  /// The answer's error name; empty where there is none.
  std::string error_type = {};

  friend bool operator==(const RecordedRequest&, const RecordedRequest&) = default;
};

}  // namespace lookoutvision::testing
