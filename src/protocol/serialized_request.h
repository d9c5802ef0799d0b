// SerializedRequest: the request of an operation as HTTP, without endpoint and signature.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lookoutvision::internal {

/// Created once per call. The views point to static text.
struct SerializedRequest {
  std::string_view operation;
  std::string_view method;
  /// Percent-encoded, with a leading '/'.
  std::string path;
  /// Percent-encoded, without the '?'.
  std::string query = {};
  /// Empty if there is no body.
  std::string_view content_type = {};
  std::string body = {};
  /// The header for the idempotency token; empty if the operation has none.
  std::string_view token_header = {};
  /// The idempotency token; if empty, the pipeline generates one.
  std::string token = {};
  /// Additional headers, without control characters; signed if the call is.
  std::vector<std::pair<std::string_view, std::string>> headers = {};
  /// The secrets in headers and body, which no error or event may contain. They must outlive the call.
  std::vector<std::string_view> secrets = {};
};

}  // namespace lookoutvision::internal
