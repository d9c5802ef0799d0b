// restJson1 for the mock service, and for JSON in files: HTTP and JSON to requests, results to JSON.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/http_headers.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/validation.h>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace lookoutvision::internal {

/// A request without its body. The referenced objects must outlive it.
struct RequestHead {
  /// The decoded labels of the path, by their names in the path template.
  std::map<std::string_view, std::string> labels;
  /// Percent-encoded, without the '?'.
  std::string_view query;
  const HttpHeaders& headers;
};

/// A request, and the missing required members whose absence `request` cannot represent.
struct ReadStart {
  StartModelPackagingJobRequest request = {};
  std::vector<Violation> missing = {};
};

// Member names are spelled independently of rest_json.h, so that each side tests the other.

/// None of these validates values: see Validate(). Unknown members of a body are skipped.
ReadStart ReadStartModelPackagingJob(const RequestHead& head, JsonReader& body);
DescribeModelPackagingJobRequest ReadDescribeModelPackagingJob(const RequestHead& head);
/// A `maxResults` that is not a number becomes one that is out of range.
ListModelPackagingJobsRequest ReadListModelPackagingJobs(const RequestHead& head);

/// The same from one JSON object with all members, including `ProjectName` and `ClientToken`.
ReadStart ReadStartModelPackagingJob(JsonReader& input);

/// The configuration; adds to `missing` as ReadStart does.
ModelPackagingConfiguration ReadConfiguration(JsonReader& configuration, std::vector<Violation>& missing);

/// Epoch seconds with milliseconds, the format of the service, or with microseconds if there are any.
std::string EpochSeconds(SystemTime time);
/// Formats a time as JSON text.
using TimeText = std::string (*)(SystemTime);

void WriteShape(JsonWriter& json, const ModelPackagingConfiguration& value);
void WriteShape(JsonWriter& json, const ModelPackagingDescription& value, TimeText time_text = EpochSeconds);
void WriteShape(JsonWriter& json, const ModelPackagingJobMetadata& value, TimeText time_text = EpochSeconds);

}  // namespace lookoutvision::internal
