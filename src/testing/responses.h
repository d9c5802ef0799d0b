// Encodes the mock service's errors as restJson1, and responses as HTTP bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/testing/fault.h>

#include "base/text.h"

namespace lookoutvision::testing {

/// An error response. Checks and operations throw it, and Operations::Handle() encodes it.
struct ServiceError {
  int status = 0;
  /// The error's name, for example `ConflictException`.
  std::string type;
  std::string message;
  /// Members of ConflictException, ResourceNotFoundException and ServiceQuotaExceededException; empty
  /// elsewhere.
  std::string resource_id = {};
  std::string resource_type = {};
  /// Members of ServiceQuotaExceededException and ThrottlingException; empty elsewhere.
  std::string quota_code = {};
  std::string service_code = {};
  /// The header Retry-After.
  std::optional<std::chrono::seconds> retry_after = {};

  friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

/// The response that reports `error`.
Response ErrorResponse(const ServiceError& error);

/// The bytes of a response. The first `head_size` of them are the status line and the headers.
struct ResponseBytes {
  std::string text;
  std::size_t head_size = 0;
};

/// `with_body` is false for the response to a HEAD request.
ResponseBytes WriteResponse(const Response& response, std::string_view request_id, internal::SystemTime now,
                            bool with_body = true);

}  // namespace lookoutvision::testing
