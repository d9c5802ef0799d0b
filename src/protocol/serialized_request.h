// SerializedRequest: an operation's request as HTTP, before it has an endpoint, a signature or an attempt.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lookoutvision::internal {

/// Made once a call; the views are of static text.
struct SerializedRequest {
  std::string_view operation;
  std::string_view method;
  /// Percent-encoded, beginning with '/'.
  std::string path;
  /// Percent-encoded, without the '?'.
  std::string query = {};
  /// Empty where there is no body.
  std::string_view content_type = {};
  std::string body = {};
  /// The header that carries the idempotency token; empty where the operation has none.
  std::string_view token_header = {};
  /// The token; empty asks for one to be made for the call.
  std::string token = {};
  /// Further headers, without control characters; signed where the call is.
  std::vector<std::pair<std::string_view, std::string>> headers = {};
  /// What the headers or the body hold that no error or event may repeat. They outlive the call.
  std::vector<std::string_view> secrets = {};
};

}  // namespace lookoutvision::internal
