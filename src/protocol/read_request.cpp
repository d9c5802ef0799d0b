// Reads requests of restJson1 operations from HTTP and JSON.
#include <climits>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/url.h"
#include "protocol/rest_json_service.h"

namespace lookoutvision::internal {
namespace {

std::string Label(const RequestHead& head, std::string_view name) {
  const auto found = head.labels.find(name);
  return found == head.labels.end() ? "" : found->second;
}

// The decoded value of a query parameter.
std::optional<std::string> QueryValue(std::string_view query, std::string_view name) {
  for (auto& [parameter, value] : ParseQuery(query)) {
    if (parameter == name) return std::move(value);
  }
  return std::nullopt;
}

S3Location ReadLocation(JsonReader& reader) {
  return {.bucket = reader.String("Bucket").value_or(""), .prefix = reader.String("Prefix")};
}

TargetPlatform ReadPlatform(JsonReader& reader) {
  using Os = OpenEnum<TargetPlatformOs>;
  using Arch = OpenEnum<TargetPlatformArch>;
  return {.os = reader.Enum<TargetPlatformOs>("Os").value_or(Os()),
          .arch = reader.Enum<TargetPlatformArch>("Arch").value_or(Arch()),
          .accelerator = reader.Enum<TargetPlatformAccelerator>("Accelerator")};
}

// Validate() cannot detect a missing value, since an empty one is allowed.
Tag ReadOneTag(JsonReader& reader, std::vector<Violation>& missing) {
  if (reader.Find("Value") == nullptr) {
    missing.push_back({.path = reader.PathOf("Value"), .given = "", .message = "is required"});
  }
  return {.key = reader.String("Key").value_or(""), .value = reader.String("Value").value_or("")};
}

GreengrassConfiguration ReadGreengrass(JsonReader& reader, std::vector<Violation>& missing) {
  return {.component_name = reader.String("ComponentName").value_or(""),
          .s3_output_location = reader.Object("S3OutputLocation", ReadLocation).value_or(S3Location{}),
          .target_device = reader.Enum<TargetDevice>("TargetDevice"),
          .target_platform = reader.Object("TargetPlatform", ReadPlatform),
          .compiler_options = reader.String("CompilerOptions"),
          .component_version = reader.String("ComponentVersion"),
          .component_description = reader.String("ComponentDescription"),
          .tags = reader.Objects("Tags", [&](JsonReader& tag) { return ReadOneTag(tag, missing); })
                      .value_or(std::vector<Tag>())};
}

ReadStart ReadStartBody(JsonReader& body) {
  ReadStart start;
  start.request.WithModelVersion(body.String("ModelVersion").value_or(""));
  auto configuration = body.Object(
      "Configuration", [&](JsonReader& reader) { return ReadConfiguration(reader, start.missing); });
  if (configuration) start.request.WithConfiguration(*std::move(configuration));
  start.request.WithJobName(body.String("JobName")).WithDescription(body.String("Description"));
  return start;
}

}  // namespace

ModelPackagingConfiguration ReadConfiguration(JsonReader& reader, std::vector<Violation>& missing) {
  auto greengrass =
      reader.Object("Greengrass", [&](JsonReader& component) { return ReadGreengrass(component, missing); });
  return {.greengrass = std::move(greengrass).value_or(GreengrassConfiguration{})};
}

ReadStart ReadStartModelPackagingJob(const RequestHead& head, JsonReader& body) {
  ReadStart start = ReadStartBody(body);
  start.request.WithProjectName(Label(head, "ProjectName"));
  if (const auto token = head.headers.Find("X-Amzn-Client-Token")) {
    start.request.WithClientToken(std::string(*token));
  }
  return start;
}

ReadStart ReadStartModelPackagingJob(JsonReader& input) {
  ReadStart start = ReadStartBody(input);
  start.request.WithProjectName(input.String("ProjectName").value_or(""))
      .WithClientToken(input.String("ClientToken"));
  return start;
}

DescribeModelPackagingJobRequest ReadDescribeModelPackagingJob(const RequestHead& head) {
  return DescribeModelPackagingJobRequest()
      .WithProjectName(Label(head, "ProjectName"))
      .WithJobName(Label(head, "JobName"));
}

ListModelPackagingJobsRequest ReadListModelPackagingJobs(const RequestHead& head) {
  ListModelPackagingJobsRequest request;
  request.WithProjectName(Label(head, "ProjectName")).WithNextToken(QueryValue(head.query, "nextToken"));
  if (const auto max_results = QueryValue(head.query, "maxResults")) {
    const auto number = ParseNonNegative(*max_results);
    request.WithMaxResults(number && *number <= INT_MAX ? static_cast<int>(*number) : -1);
  }
  return request;
}

}  // namespace lookoutvision::internal
