// Reads the HTTP form of StartModelPackagingJob into a request. It does not judge values, which is
// Validate()'s business.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/testing/recorded_request.h>
#include <lookoutvision/validation.h>

#include "testing/service_error.h"

namespace lookoutvision::testing {

/// A request, and the required members it lacks whose absence its C++ form cannot show.
struct ReadStart {
  StartModelPackagingJobRequest request;
  std::vector<Violation> missing;
};

/// `project` is the decoded path label. A body that is no JSON object, and a member of a wrong type, are a
/// SerializationException; `null` is an absent member, and a member that the model does not have is none.
std::variant<ReadStart, ServiceError> ReadStartModelPackagingJob(const RecordedRequest& request,
                                                                 std::string project);

}  // namespace lookoutvision::testing
