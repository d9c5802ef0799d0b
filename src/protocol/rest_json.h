// restJson1 for the client: requests to HTTP, HTTP to results and errors.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "base/json_reader.h"
#include "base/text.h"
#include "protocol/serialized_request.h"

namespace lookoutvision::internal {

/// Rejects, as `kInvalidRequest`, only what would change the meaning of the request: missing required
/// members, an empty, `.` or `..` path label, control characters in a header, and text that is not UTF-8.
Outcome<SerializedRequest> Serialize(const StartModelPackagingJobRequest& request);
Outcome<SerializedRequest> Serialize(const DescribeModelPackagingJobRequest& request);
Outcome<SerializedRequest> Serialize(const ListModelPackagingJobsRequest& request);

/// The result of a 2xx response. Accepts unknown, null and missing members, and treats an empty body as `{}`.
/// Fails with `kUnreadableResponse` if the body is not a JSON object, or a member has the wrong type.
Outcome<StartModelPackagingJobResult> ParseStartModelPackagingJob(const HttpResponse& response);
Outcome<DescribeModelPackagingJobResult> ParseDescribeModelPackagingJob(const HttpResponse& response);
Outcome<ListModelPackagingJobsResult> ParseListModelPackagingJobs(const HttpResponse& response);

/// The results from the members of a body; the caller reports a mismatch of the reader.
void Read(JsonReader& body, StartModelPackagingJobResult& result);
void Read(JsonReader& body, DescribeModelPackagingJobResult& result);
void Read(JsonReader& body, ListModelPackagingJobsResult& result);

/// The error of any other response.
Error ParseError(const HttpResponse& response);

/// The wait that the service requests: `x-amz-retry-after` in milliseconds, else `Retry-After` in seconds or
/// as an HTTP date, relative to the response's `Date`, else to `now`. A number that is too large means 100
/// years; other text is ignored.
std::optional<std::chrono::milliseconds> RetryAfterOf(const HttpHeaders& headers, SystemTime now);

/// `x-amzn-RequestId`, else `x-amz-request-id`, else empty.
std::string RequestIdOf(const HttpHeaders& headers);

}  // namespace lookoutvision::internal
