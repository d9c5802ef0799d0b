// FaultMatcher: which requests match a fault.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include <lookoutvision/http_headers.h>
#include <lookoutvision/testing/fault.h>

#include "testing/operations.h"

namespace lookoutvision::testing {

/// What a fault can match.
struct RequestFacts {
  const HttpHeaders& headers;
  /// The access key id.
  std::string_view signer = {};
  RequestSubject subject = {};
};

/// Counts the calls that match one fault, and so must see each request once. Not thread-safe.
class FaultMatcher {
 public:
  bool Matches(const FaultMatch& match, const RequestFacts& request);

 private:
  bool IsNthCall(int nth, const RequestFacts& request);

  int calls_ = 0;
  /// The invocation ids of the calls that were counted, up to the n-th.
  std::set<std::string, std::less<>> seen_;
  /// The invocation id of the n-th call; empty if it has none or has not been seen.
  std::string nth_call_;
};

}  // namespace lookoutvision::testing
