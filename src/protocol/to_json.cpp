// ToJson: writes requests, results and configurations.
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <lookoutvision/json.h>

#include "protocol/rest_json_service.h"

namespace lookoutvision {
namespace internal {
namespace {

void WriteText(JsonWriter& json, std::string_view key, const std::optional<std::string>& text) {
  if (text) json.Key(key).String(*text);
}

template <typename E>
void WriteText(JsonWriter& json, std::string_view key, const std::optional<OpenEnum<E>>& value) {
  if (value) json.Key(key).String(ToString(*value));
}

void WriteTime(JsonWriter& json, std::string_view key, const std::optional<SystemTime>& time,
               TimeText time_text) {
  if (time) json.Key(key).Raw(time_text(*time));
}

void WriteShape(JsonWriter& json, const TargetPlatform& value) {
  json.BeginObject();
  json.Key("Os").String(ToString(value.os));
  json.Key("Arch").String(ToString(value.arch));
  WriteText(json, "Accelerator", value.accelerator);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const S3Location& value) {
  json.BeginObject();
  json.Key("Bucket").String(value.bucket);
  WriteText(json, "Prefix", value.prefix);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const std::vector<Tag>& tags) {
  json.BeginArray();
  for (const Tag& tag : tags) {
    json.BeginObject().Key("Key").String(tag.key).Key("Value").String(tag.value).EndObject();
  }
  json.EndArray();
}

void WriteShape(JsonWriter& json, const GreengrassConfiguration& value) {
  json.BeginObject();
  WriteText(json, "CompilerOptions", value.compiler_options);
  WriteText(json, "TargetDevice", value.target_device);
  if (value.target_platform) WriteShape(json.Key("TargetPlatform"), *value.target_platform);
  WriteShape(json.Key("S3OutputLocation"), value.s3_output_location);
  json.Key("ComponentName").String(value.component_name);
  WriteText(json, "ComponentVersion", value.component_version);
  WriteText(json, "ComponentDescription", value.component_description);
  if (!value.tags.empty()) WriteShape(json.Key("Tags"), value.tags);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const ModelPackagingOutputDetails& value) {
  json.BeginObject();
  if (value.greengrass) {
    json.Key("Greengrass").BeginObject();
    WriteText(json, "ComponentVersionArn", value.greengrass->component_version_arn);
    WriteText(json, "ComponentName", value.greengrass->component_name);
    WriteText(json, "ComponentVersion", value.greengrass->component_version);
    json.EndObject();
  }
  json.EndObject();
}

}  // namespace

std::string EpochSeconds(SystemTime time) {
  const auto since_epoch = std::chrono::floor<std::chrono::microseconds>(time).time_since_epoch().count();
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), static_cast<double>(since_epoch) / 1e6,
                    std::chars_format::fixed, since_epoch % 1000 == 0 ? 3 : 6);
  return {text.data(), end.ptr};
}

void WriteShape(JsonWriter& json, const ModelPackagingConfiguration& value) {
  WriteShape(json.BeginObject().Key("Greengrass"), value.greengrass);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const ModelPackagingDescription& value, TimeText time_text) {
  json.BeginObject();
  WriteText(json, "JobName", value.job_name);
  WriteText(json, "ProjectName", value.project_name);
  WriteText(json, "ModelVersion", value.model_version);
  if (value.model_packaging_configuration) {
    WriteShape(json.Key("ModelPackagingConfiguration"), *value.model_packaging_configuration);
  }
  WriteText(json, "ModelPackagingJobDescription", value.model_packaging_job_description);
  WriteText(json, "ModelPackagingMethod", value.model_packaging_method);
  if (value.model_packaging_output_details) {
    WriteShape(json.Key("ModelPackagingOutputDetails"), *value.model_packaging_output_details);
  }
  WriteText(json, "Status", value.status);
  WriteText(json, "StatusMessage", value.status_message);
  WriteTime(json, "CreationTimestamp", value.creation_timestamp, time_text);
  WriteTime(json, "LastUpdatedTimestamp", value.last_updated_timestamp, time_text);
  json.EndObject();
}

void WriteShape(JsonWriter& json, const ModelPackagingJobMetadata& value, TimeText time_text) {
  json.BeginObject();
  WriteText(json, "JobName", value.job_name);
  WriteText(json, "ProjectName", value.project_name);
  WriteText(json, "ModelVersion", value.model_version);
  WriteText(json, "ModelPackagingJobDescription", value.model_packaging_job_description);
  WriteText(json, "ModelPackagingMethod", value.model_packaging_method);
  WriteText(json, "Status", value.status);
  WriteText(json, "StatusMessage", value.status_message);
  WriteTime(json, "CreationTimestamp", value.creation_timestamp, time_text);
  WriteTime(json, "LastUpdatedTimestamp", value.last_updated_timestamp, time_text);
  json.EndObject();
}

}  // namespace internal

using internal::JsonWriter, internal::WriteShape, internal::WriteText;

std::string ToJson(const StartModelPackagingJobRequest& request) {
  JsonWriter json;
  json.BeginObject();
  json.Key("ProjectName").String(request.project_name());
  json.Key("ModelVersion").String(request.model_version());
  WriteText(json, "JobName", request.job_name());
  WriteShape(json.Key("Configuration"), request.configuration());
  WriteText(json, "Description", request.description());
  WriteText(json, "ClientToken", request.client_token());
  json.EndObject();
  return std::move(json).Take();
}

std::string ToJson(const DescribeModelPackagingJobRequest& request) {
  JsonWriter json;
  json.BeginObject().Key("ProjectName").String(request.project_name());
  json.Key("JobName").String(request.job_name()).EndObject();
  return std::move(json).Take();
}

std::string ToJson(const ListModelPackagingJobsRequest& request) {
  JsonWriter json;
  json.BeginObject().Key("ProjectName").String(request.project_name());
  WriteText(json, "NextToken", request.next_token());
  if (request.max_results()) json.Key("MaxResults").Raw(std::to_string(*request.max_results()));
  json.EndObject();
  return std::move(json).Take();
}

std::string ToJson(const ModelPackagingConfiguration& configuration) {
  JsonWriter json;
  WriteShape(json, configuration);
  return std::move(json).Take();
}

std::string ToJson(const StartModelPackagingJobResult& result) {
  JsonWriter json;
  json.BeginObject().Key("JobName").String(result.job_name).EndObject();
  return std::move(json).Take();
}

std::string ToJson(const DescribeModelPackagingJobResult& result) {
  JsonWriter json;
  WriteShape(json.BeginObject().Key("ModelPackagingDescription"), result.model_packaging_description);
  json.EndObject();
  return std::move(json).Take();
}

std::string ToJson(const ListModelPackagingJobsResult& result) {
  JsonWriter json;
  json.BeginObject().Key("ModelPackagingJobs").BeginArray();
  for (const ModelPackagingJobMetadata& job : result.model_packaging_jobs) WriteShape(json, job);
  json.EndArray();
  WriteText(json, "NextToken", result.next_token);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace lookoutvision
