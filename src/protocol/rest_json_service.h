// restJson1 as the service speaks it: requests in, results out. Its words for members are its own, so that
// each side checks the other.
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

/// What a request holds besides its body. What it views outlives it.
struct RequestHead {
  /// The decoded labels of the path, by their names in the path's template.
  std::map<std::string_view, std::string> labels;
  /// Percent-encoded, without the '?'.
  std::string_view query;
  const HttpHeaders& headers;
};

/// A request, and the required members it lacks whose absence its C++ form cannot show.
struct ReadStart {
  StartModelPackagingJobRequest request = {};
  std::vector<Violation> missing = {};
};

/// None of these judges values, which is Validate()'s business. Members of a body that the model does not
/// have are skipped.
ReadStart ReadStartModelPackagingJob(const RequestHead& head, JsonReader& body);
DescribeModelPackagingJobRequest ReadDescribeModelPackagingJob(const RequestHead& head);
/// A `maxResults` that is not a number reads as one that is out of range.
ListModelPackagingJobsRequest ReadListModelPackagingJobs(const RequestHead& head);

/// The same from one JSON object that holds all members, `ProjectName` and `ClientToken` too.
ReadStart ReadStartModelPackagingJob(JsonReader& input);

/// Epoch seconds with milliseconds, as the service writes them.
std::string EpochSeconds(SystemTime time);
/// How a time is written: its JSON text.
using TimeText = std::string (*)(SystemTime);

void WriteShape(JsonWriter& json, const ModelPackagingDescription& value, TimeText time_text = EpochSeconds);
void WriteShape(JsonWriter& json, const ModelPackagingJobMetadata& value, TimeText time_text = EpochSeconds);

/// The bodies of the results.
std::string WriteResult(const StartModelPackagingJobResult& result);
std::string WriteResult(const DescribeModelPackagingJobResult& result);
std::string WriteResult(const ListModelPackagingJobsResult& result);

}  // namespace lookoutvision::internal
