// restJson1: requests to HTTP, HTTP to results and errors. It knows the API's members, not how a call is
// made.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "base/text.h"
#include "protocol/serialized_request.h"

namespace lookoutvision::internal {

/// Refuses, as `kInvalidRequest`, only what would change the request's meaning: required members that are
/// missing, an empty, `.` or `..` path label, control characters that would reach a header, and text that is
/// no UTF-8.
Outcome<SerializedRequest> Serialize(const StartModelPackagingJobRequest& request);
Outcome<SerializedRequest> Serialize(const DescribeModelPackagingJobRequest& request);
Outcome<SerializedRequest> Serialize(const ListModelPackagingJobsRequest& request);

/// The result of a 2xx answer. Unknown, null and missing members are accepted, and an empty body reads as
/// `{}`; no JSON object, or a member of another type than the model's, is `kUnreadableResponse`.
Outcome<StartModelPackagingJobResult> ParseStartModelPackagingJob(const HttpResponse& response);
Outcome<DescribeModelPackagingJobResult> ParseDescribeModelPackagingJob(const HttpResponse& response);
Outcome<ListModelPackagingJobsResult> ParseListModelPackagingJobs(const HttpResponse& response);

/// The error of any other answer.
Error ParseError(const HttpResponse& response);

/// How long the service asks to wait: `x-amz-retry-after` in milliseconds, else `Retry-After` in seconds or
/// as an HTTP date, which counts from the response's own `Date`, else from `now`. A number that is too large
/// means 100 years; any other text is ignored.
std::optional<std::chrono::milliseconds> RetryAfterOf(const HttpHeaders& headers, SystemTime now);

/// `x-amzn-RequestId`, else `x-amz-request-id`, else empty.
std::string RequestIdOf(const HttpHeaders& headers);

}  // namespace lookoutvision::internal
