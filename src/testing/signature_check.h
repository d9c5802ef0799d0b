// Checks the Signature Version 4 of a request as AWS's front ends do, with their error names.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"

namespace lookoutvision::testing {

/// The region that the request was signed for. Throws a ServiceError if the signature is not valid for the
/// `credentials`, `signing_region` and `signing_name` of the options.
///
/// Makes the canonical request from the request line as it was sent and from the headers that the client
/// lists as signed. A pure function.
std::string CheckSignature(const RecordedRequest& request, const MockServiceOptions& options,
                           internal::SystemTime now);

/// The access key id in the request's Authorization header; empty if it has none.
std::string_view SignerOf(const RecordedRequest& request);

}  // namespace lookoutvision::testing
