// Checks the Signature Version 4 of a request as AWS's front ends do, with their error names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"
#include "testing/service_error.h"

namespace lookoutvision::testing {

/// The credentials and scope that a signature must have.
struct SignatureRules {
  std::vector<Credentials> credentials;
  /// Absent: any region.
  std::optional<std::string> region;
  std::string service;
};

/// The region that the request was signed for, or why its signature is refused.
///
/// Makes the canonical request from the request line as it was sent and from the headers that the client
/// lists as signed. A pure function.
std::variant<std::string, ServiceError> CheckSignature(const RecordedRequest& request,
                                                       const SignatureRules& rules, internal::SystemTime now);

/// The access key id in the request's Authorization header; empty if it has none.
std::string_view SignerOf(const RecordedRequest& request);

}  // namespace lookoutvision::testing
