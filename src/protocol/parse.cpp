// Parses results of restJson1 operations from HTTP responses.
#include "base/json.h"
#include "base/json_reader.h"
#include "base/text.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

// The largest MaxResults, which is also the service's default.
constexpr JsonArrayRules kPage{.skip_nulls = true, .max_size = 100};

Failure Unreadable(const HttpResponse& response, std::string what) {
  return Failure({.kind = ErrorKind::kUnreadableResponse,
                  .message = std::move(what),
                  .http_status = response.status,
                  .request_id = RequestIdOf(response.headers)});
}

// The result in the body, or why it cannot be read.
template <typename Result>
Outcome<Result> ReadBody(const HttpResponse& response) {
  auto body = ParseJson(response.body.empty() ? "{}" : std::string_view(response.body));
  if (!body || body->type != JsonValue::Type::kObject) {
    return Unreadable(response, "the body of the response " +
                                    (body ? "is not a JSON object" : body.problem()) + ": \"" +
                                    Printable(response.body, 200) + "\"");
  }
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(*body, "", mismatch);
  Result result;
  Read(reader, result);
  if (mismatch) {
    return Unreadable(response,
                      "in the body of the response, " + mismatch->path + " is not " + mismatch->expected);
  }
  result.request_id = RequestIdOf(response.headers);
  return result;
}

S3Location ReadS3Location(JsonReader& reader) {
  return {.bucket = reader.String("Bucket").value_or(""), .prefix = reader.String("Prefix")};
}

TargetPlatform ReadTargetPlatform(JsonReader& reader) {
  return {.os = reader.Enum<TargetPlatformOs>("Os").value_or(TargetPlatformOs::kUnknown),
          .arch = reader.Enum<TargetPlatformArch>("Arch").value_or(TargetPlatformArch::kUnknown),
          .accelerator = reader.Enum<TargetPlatformAccelerator>("Accelerator")};
}

Tag ReadTag(JsonReader& reader) {
  return {.key = reader.String("Key").value_or(""), .value = reader.String("Value").value_or("")};
}

GreengrassConfiguration ReadGreengrassConfiguration(JsonReader& reader) {
  return {.component_name = reader.String("ComponentName").value_or(""),
          .s3_output_location = reader.Object("S3OutputLocation", ReadS3Location).value_or(S3Location{}),
          .target_device = reader.Enum<TargetDevice>("TargetDevice"),
          .target_platform = reader.Object("TargetPlatform", ReadTargetPlatform),
          .compiler_options = reader.String("CompilerOptions"),
          .component_version = reader.String("ComponentVersion"),
          .component_description = reader.String("ComponentDescription"),
          .tags = reader.Objects("Tags", ReadTag, {.skip_nulls = true}).value_or(std::vector<Tag>())};
}

ModelPackagingConfiguration ReadConfiguration(JsonReader& reader) {
  return {.greengrass =
              reader.Object("Greengrass", ReadGreengrassConfiguration).value_or(GreengrassConfiguration{})};
}

GreengrassOutputDetails ReadGreengrassOutput(JsonReader& reader) {
  return {.component_version_arn = reader.String("ComponentVersionArn"),
          .component_name = reader.String("ComponentName"),
          .component_version = reader.String("ComponentVersion")};
}

ModelPackagingOutputDetails ReadOutput(JsonReader& reader) {
  return {.greengrass = reader.Object("Greengrass", ReadGreengrassOutput)};
}

// The members that a description and an item of a list have in common.
template <typename Shape>
Shape ReadJob(JsonReader& reader) {
  return {.job_name = reader.String("JobName"),
          .project_name = reader.String("ProjectName"),
          .model_version = reader.String("ModelVersion"),
          .model_packaging_job_description = reader.String("ModelPackagingJobDescription"),
          .model_packaging_method = reader.String("ModelPackagingMethod"),
          .status = reader.Enum<ModelPackagingJobStatus>("Status"),
          .status_message = reader.String("StatusMessage"),
          .creation_timestamp = reader.Timestamp("CreationTimestamp"),
          .last_updated_timestamp = reader.Timestamp("LastUpdatedTimestamp")};
}

ModelPackagingDescription ReadDescription(JsonReader& reader) {
  auto description = ReadJob<ModelPackagingDescription>(reader);
  description.model_packaging_configuration = reader.Object("ModelPackagingConfiguration", ReadConfiguration);
  description.model_packaging_output_details = reader.Object("ModelPackagingOutputDetails", ReadOutput);
  return description;
}

}  // namespace

void Read(JsonReader& reader, StartModelPackagingJobResult& result) {
  result.job_name = reader.String("JobName").value_or("");
}

void Read(JsonReader& reader, DescribeModelPackagingJobResult& result) {
  result.model_packaging_description =
      reader.Object("ModelPackagingDescription", ReadDescription).value_or(ModelPackagingDescription{});
}

void Read(JsonReader& reader, ListModelPackagingJobsResult& result) {
  result.model_packaging_jobs =
      reader.Objects("ModelPackagingJobs", ReadJob<ModelPackagingJobMetadata>, kPage)
          .value_or(std::vector<ModelPackagingJobMetadata>{});
  result.next_token = reader.String("NextToken");
}

Outcome<StartModelPackagingJobResult> ParseStartModelPackagingJob(const HttpResponse& response) {
  auto result = ReadBody<StartModelPackagingJobResult>(response);
  if (result && result->job_name.empty()) {
    return Unreadable(response,
                      "the response has no JobName; a job may have been started: list the jobs to find it");
  }
  return result;
}

Outcome<DescribeModelPackagingJobResult> ParseDescribeModelPackagingJob(const HttpResponse& response) {
  return ReadBody<DescribeModelPackagingJobResult>(response);
}

Outcome<ListModelPackagingJobsResult> ParseListModelPackagingJobs(const HttpResponse& response) {
  return ReadBody<ListModelPackagingJobsResult>(response);
}

}  // namespace lookoutvision::internal
