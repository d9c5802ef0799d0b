// Checks a request's Signature Version 4 as AWS's own front ends do, and with their error names. Pure: the
// time comes as an argument, and nothing is remembered.
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

/// What a signature must be made with and for.
struct SignatureRules {
  std::vector<Credentials> credentials;
  /// Absent: any region.
  std::optional<std::string> region;
  std::string service;
};

/// The region that the request was signed for, or why its signature is refused.
///
/// The canonical request is made of the request line as it was sent and of the headers that the client itself
/// says it signed.
std::variant<std::string, ServiceError> CheckSignature(const RecordedRequest& request,
                                                       const SignatureRules& rules, internal::SystemTime now);

/// The access key id that a request names as its signer's; empty where it names none.
std::string_view SignerOf(const RecordedRequest& request);

}  // namespace lookoutvision::testing
