// Operations: one request in, one answer out, as the service would give it. It knows HTTP as text only; the
// sockets are elsewhere.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"
#include "testing/job_store.h"
#include "testing/service_error.h"
#include "testing/signature_check.h"
#include "testing/throttle.h"

namespace lookoutvision::testing {

/// Thread-safe.
class Operations {
 public:
  explicit Operations(const MockServiceOptions& options);

  /// Finds the operation by method and path, checks the signature and the constraints, and does it.
  Answer Handle(const RecordedRequest& request, internal::SystemTime now);

  /// Calls `look` with all jobs, moved on to now.
  void Look(internal::SystemTime now, const std::function<void(const JobStore&)>& look);

 private:
  Answer Start(const RecordedRequest& request, std::string project, std::string_view region,
               internal::SystemTime now);
  Answer Describe(std::string project, std::string job, internal::SystemTime now);
  Answer List(std::string project, std::string_view target, internal::SystemTime now);

  std::optional<ServiceError> Check(const RecordedRequest& request, std::string_view operation,
                                    std::string& region, internal::SystemTime now);

  std::mutex mutex_;
  std::string base_path_;
  bool verify_signatures_;
  SignatureRules rules_;
  std::vector<std::string> denied_access_keys_;
  Throttle throttle_;
  JobStore jobs_;
};

}  // namespace lookoutvision::testing
