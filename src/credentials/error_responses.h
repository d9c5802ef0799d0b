// Parses the errors of credentials endpoints.
#pragma once

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// The error of a response whose status is not 2xx. Code and message come from JSON (`code` and `message`,
/// `error` and `error_description`, also in capitals and inside an `Error`) or from the `Error` element of
/// XML. Of any other text, the message shows the first 200 bytes, printable.
Error ReadErrorResponse(const HttpResponse& response);

}  // namespace lookoutvision::internal
