// Operations: one request in, one answer out, as the service would give it. It knows HTTP as text only; the
// sockets are elsewhere.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"
#include "testing/job_store.h"
#include "testing/signature_check.h"

namespace lookoutvision::testing {

/// Not thread-safe: it belongs to the service's thread.
class Operations {
 public:
  explicit Operations(const MockServiceOptions& options);

  /// Finds the operation by method and path, checks the signature and the constraints, and does it.
  Answer Handle(const RecordedRequest& request, internal::SystemTime now);

 private:
  Answer Start(const RecordedRequest& request, std::string project, std::string_view region,
               internal::SystemTime now);
  Answer Describe(std::string project, std::string job, internal::SystemTime now);
  Answer List(std::string project, std::string_view target, internal::SystemTime now);

  std::string base_path_;
  bool verify_signatures_;
  SignatureRules rules_;
  JobStore jobs_;
};

}  // namespace lookoutvision::testing
