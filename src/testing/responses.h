// Encodes the mock service's errors as restJson1, and responses as HTTP bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <lookoutvision/testing/fault.h>

#include "base/text.h"
#include "testing/service_error.h"

namespace lookoutvision::testing {

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
