// Serializes requests of restJson1 operations to HTTP.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

// Collects all reasons why a request cannot be sent in one error.
class RequestErrors {
 public:
  explicit RequestErrors(std::string_view operation) : operation_(operation) {}

  void Require(std::string_view path, std::string_view value) {
    if (value.empty()) Add(path, "is required");
    RequireText(path, value);
  }

  void RequireLabel(std::string_view path, std::string_view value) {
    Require(path, value);
    if (value == "." || value == "..") {
      Add(path, "must not be \".\" or \"..\": it would change the path of the request");
    }
    RequireNoControls(path, value);
  }

  void RequireNoControls(std::string_view path, std::string_view value) {
    if (HasControlCharacters(value)) Add(path, "contains control characters");
  }

  // For optional members, which should be absent rather than empty.
  void RequireNotEmpty(std::string_view path, std::string_view value) {
    if (value.empty()) Add(path, "is empty: leave it unset");
    RequireText(path, value);
  }

  void RequireText(std::string_view path, std::optional<std::string_view> value) {
    if (value && !IsUtf8(*value)) Add(path, "is not well-formed UTF-8");
  }

  void Add(std::string_view path, std::string_view problem) {
    message_ += message_.empty() ? std::string(operation_) + ": " : "; ";
    message_.append(path).append(" ").append(problem);
  }

  bool empty() const { return message_.empty(); }

  Failure ToFailure() && {
    return Failure({.kind = ErrorKind::kInvalidRequest, .message = std::move(message_)});
  }

 private:
  std::string_view operation_;
  std::string message_;
};

std::string JobsPath(std::string_view project_name) {
  return "/2020-11-20/projects/" + PercentEncode(project_name) + "/modelpackagingjobs";
}

void Validate(RequestErrors& errors, const GreengrassConfiguration& greengrass) {
  errors.Require("Configuration.Greengrass.ComponentName", greengrass.component_name);
  errors.Require("Configuration.Greengrass.S3OutputLocation.Bucket", greengrass.s3_output_location.bucket);
  errors.RequireText("Configuration.Greengrass.S3OutputLocation.Prefix",
                     greengrass.s3_output_location.prefix);
  if (greengrass.target_device) {
    errors.RequireNotEmpty("Configuration.Greengrass.TargetDevice", ToString(*greengrass.target_device));
  }
  if (const auto& platform = greengrass.target_platform) {
    errors.Require("Configuration.Greengrass.TargetPlatform.Os", ToString(platform->os));
    errors.Require("Configuration.Greengrass.TargetPlatform.Arch", ToString(platform->arch));
    if (platform->accelerator) {
      errors.RequireNotEmpty("Configuration.Greengrass.TargetPlatform.Accelerator",
                             ToString(*platform->accelerator));
    }
  }
  errors.RequireText("Configuration.Greengrass.CompilerOptions", greengrass.compiler_options);
  errors.RequireText("Configuration.Greengrass.ComponentVersion", greengrass.component_version);
  errors.RequireText("Configuration.Greengrass.ComponentDescription", greengrass.component_description);
  for (std::size_t i = 0; i < greengrass.tags.size(); ++i) {
    const std::string path = "Configuration.Greengrass.Tags[" + std::to_string(i) + "].";
    errors.Require(path + "Key", greengrass.tags[i].key);
    errors.RequireText(path + "Value", greengrass.tags[i].value);
  }
}

void Write(JsonWriter& json, std::string_view key, const std::optional<std::string>& value) {
  if (value) json.Key(key).String(*value);
}

void Write(JsonWriter& json, const GreengrassConfiguration& greengrass) {
  json.BeginObject();
  Write(json, "CompilerOptions", greengrass.compiler_options);
  if (greengrass.target_device) json.Key("TargetDevice").String(ToString(*greengrass.target_device));
  if (const auto& platform = greengrass.target_platform) {
    json.Key("TargetPlatform").BeginObject();
    json.Key("Os").String(ToString(platform->os));
    json.Key("Arch").String(ToString(platform->arch));
    if (platform->accelerator) json.Key("Accelerator").String(ToString(*platform->accelerator));
    json.EndObject();
  }
  json.Key("S3OutputLocation").BeginObject();
  json.Key("Bucket").String(greengrass.s3_output_location.bucket);
  Write(json, "Prefix", greengrass.s3_output_location.prefix);
  json.EndObject();
  json.Key("ComponentName").String(greengrass.component_name);
  Write(json, "ComponentVersion", greengrass.component_version);
  Write(json, "ComponentDescription", greengrass.component_description);
  if (!greengrass.tags.empty()) {
    json.Key("Tags").BeginArray();
    for (const Tag& tag : greengrass.tags) {
      json.BeginObject().Key("Key").String(tag.key).Key("Value").String(tag.value).EndObject();
    }
    json.EndArray();
  }
  json.EndObject();
}

}  // namespace

Outcome<SerializedRequest> Serialize(const StartModelPackagingJobRequest& request) {
  RequestErrors errors("StartModelPackagingJob");
  errors.RequireLabel("ProjectName", request.project_name());
  errors.Require("ModelVersion", request.model_version());
  Validate(errors, request.configuration().greengrass);
  errors.RequireText("JobName", request.job_name());
  errors.RequireText("Description", request.description());
  if (request.client_token()) {
    errors.RequireNotEmpty("ClientToken", *request.client_token());
    errors.RequireNoControls("ClientToken", *request.client_token());
  }
  if (!errors.empty()) return std::move(errors).ToFailure();

  JsonWriter json;
  json.BeginObject();
  json.Key("ModelVersion").String(request.model_version());
  Write(json, "JobName", request.job_name());
  json.Key("Configuration").BeginObject().Key("Greengrass");
  Write(json, request.configuration().greengrass);
  json.EndObject();
  Write(json, "Description", request.description());
  json.EndObject();
  return SerializedRequest{.operation = "StartModelPackagingJob",
                           .method = "POST",
                           .path = JobsPath(request.project_name()),
                           .content_type = "application/json",
                           .body = std::move(json).Take(),
                           .token_header = "X-Amzn-Client-Token",
                           .token = request.client_token().value_or("")};
}

Outcome<SerializedRequest> Serialize(const DescribeModelPackagingJobRequest& request) {
  RequestErrors errors("DescribeModelPackagingJob");
  errors.RequireLabel("ProjectName", request.project_name());
  errors.RequireLabel("JobName", request.job_name());
  if (!errors.empty()) return std::move(errors).ToFailure();

  return SerializedRequest{
      .operation = "DescribeModelPackagingJob",
      .method = "GET",
      .path = JobsPath(request.project_name()) + '/' + PercentEncode(request.job_name())};
}

Outcome<SerializedRequest> Serialize(const ListModelPackagingJobsRequest& request) {
  RequestErrors errors("ListModelPackagingJobs");
  errors.RequireLabel("ProjectName", request.project_name());
  errors.RequireText("NextToken", request.next_token());
  if (!errors.empty()) return std::move(errors).ToFailure();

  std::string query;
  if (request.next_token()) query += "nextToken=" + PercentEncode(*request.next_token());
  if (request.max_results()) {
    if (!query.empty()) query += '&';
    query += "maxResults=" + std::to_string(*request.max_results());
  }
  return SerializedRequest{.operation = "ListModelPackagingJobs",
                           .method = "GET",
                           .path = JobsPath(request.project_name()),
                           .query = std::move(query)};
}

}  // namespace lookoutvision::internal
