// restJson1, outwards: requests to HTTP. See rest_json.h.
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

constexpr std::string_view kJsonContentType = "application/json";
constexpr std::string_view kNoUtf8 = "is not well-formed UTF-8";

// Collects what makes a request impossible to send, so that one error tells all of it.
class Refusals {
 public:
  explicit Refusals(std::string_view operation) : operation_(operation) {}

  void RequirePresent(std::string_view path, std::string_view value) {
    if (value.empty()) Add(path, "is required");
  }

  void RequireLabel(std::string_view path, std::string_view value) {
    RequirePresent(path, value);
    if (value == "." || value == "..")
      Add(path, "may not be \".\" or \"..\": it would change the path of the request");
    if (HasControlCharacters(value)) Add(path, "holds control characters");
    RequireText(path, value);
  }

  // A member that may be absent is not sent empty by mistake.
  void RequireNotEmpty(std::string_view path, std::string_view value) {
    if (value.empty()) Add(path, "is empty: leave it unset");
    RequireText(path, value);
  }

  void RequireText(std::string_view path, std::optional<std::string_view> value) {
    if (value && !IsUtf8(*value)) Add(path, kNoUtf8);
  }

  void Add(std::string_view path, std::string_view what) {
    message_ += message_.empty() ? std::string(operation_) + ": " : "; ";
    message_.append(path).append(" ").append(what);
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

void Check(Refusals& refusals, const GreengrassConfiguration& greengrass) {
  const auto require = [&](std::string_view path, std::string_view value) {
    refusals.RequirePresent(path, value);
    refusals.RequireText(path, value);
  };
  require("Configuration.Greengrass.ComponentName", greengrass.component_name);
  require("Configuration.Greengrass.S3OutputLocation.Bucket", greengrass.s3_output_location.bucket);
  refusals.RequireText("Configuration.Greengrass.S3OutputLocation.Prefix",
                       greengrass.s3_output_location.prefix);
  if (greengrass.target_device) {
    refusals.RequireNotEmpty("Configuration.Greengrass.TargetDevice", ToString(*greengrass.target_device));
  }
  if (const auto& platform = greengrass.target_platform) {
    require("Configuration.Greengrass.TargetPlatform.Os", ToString(platform->os));
    require("Configuration.Greengrass.TargetPlatform.Arch", ToString(platform->arch));
    if (platform->accelerator) {
      refusals.RequireNotEmpty("Configuration.Greengrass.TargetPlatform.Accelerator",
                               ToString(*platform->accelerator));
    }
  }
  refusals.RequireText("Configuration.Greengrass.CompilerOptions", greengrass.compiler_options);
  refusals.RequireText("Configuration.Greengrass.ComponentVersion", greengrass.component_version);
  refusals.RequireText("Configuration.Greengrass.ComponentDescription", greengrass.component_description);
  for (std::size_t i = 0; i < greengrass.tags.size(); ++i) {
    const auto path = [i](std::string_view member) {
      return "Configuration.Greengrass.Tags[" + std::to_string(i) + "]." + std::string(member);
    };
    const Tag& tag = greengrass.tags[i];
    if (tag.key.empty()) refusals.Add(path("Key"), "is required");
    if (!IsUtf8(tag.key)) refusals.Add(path("Key"), kNoUtf8);
    if (!IsUtf8(tag.value)) refusals.Add(path("Value"), kNoUtf8);
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
  Refusals refusals("StartModelPackagingJob");
  refusals.RequireLabel("ProjectName", request.project_name());
  refusals.RequirePresent("ModelVersion", request.model_version());
  refusals.RequireText("ModelVersion", request.model_version());
  Check(refusals, request.configuration().greengrass);
  refusals.RequireText("JobName", request.job_name());
  refusals.RequireText("Description", request.description());
  if (request.client_token()) {
    refusals.RequireNotEmpty("ClientToken", *request.client_token());
    if (HasControlCharacters(*request.client_token()))
      refusals.Add("ClientToken", "holds control characters");
  }
  if (!refusals.empty()) return std::move(refusals).ToFailure();

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
                           .content_type = kJsonContentType,
                           .body = std::move(json).Take(),
                           .token_header = "X-Amzn-Client-Token",
                           .token = request.client_token().value_or("")};
}

Outcome<SerializedRequest> Serialize(const DescribeModelPackagingJobRequest& request) {
  Refusals refusals("DescribeModelPackagingJob");
  refusals.RequireLabel("ProjectName", request.project_name());
  refusals.RequireLabel("JobName", request.job_name());
  if (!refusals.empty()) return std::move(refusals).ToFailure();

  return SerializedRequest{
      .operation = "DescribeModelPackagingJob",
      .method = "GET",
      .path = JobsPath(request.project_name()) + '/' + PercentEncode(request.job_name())};
}

Outcome<SerializedRequest> Serialize(const ListModelPackagingJobsRequest& request) {
  Refusals refusals("ListModelPackagingJobs");
  refusals.RequireLabel("ProjectName", request.project_name());
  refusals.RequireText("NextToken", request.next_token());
  if (!refusals.empty()) return std::move(refusals).ToFailure();

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
