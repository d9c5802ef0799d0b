// Writes results of restJson1 operations as JSON, for the mock service.
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "protocol/rest_json_service.h"

namespace lookoutvision::internal {
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

void WriteShape(JsonWriter& json, const ModelPackagingConfiguration& value) {
  WriteShape(json.BeginObject().Key("Greengrass"), value.greengrass);
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
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(),
                                 static_cast<double>(since_epoch) / 1000.0, std::chars_format::fixed, 3);
  return {text.data(), end.ptr};
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

std::string WriteResult(const StartModelPackagingJobResult& result) {
  JsonWriter json;
  json.BeginObject().Key("JobName").String(result.job_name).EndObject();
  return std::move(json).Take();
}

std::string WriteResult(const DescribeModelPackagingJobResult& result) {
  JsonWriter json;
  WriteShape(json.BeginObject().Key("ModelPackagingDescription"), result.model_packaging_description);
  json.EndObject();
  return std::move(json).Take();
}

std::string WriteResult(const ListModelPackagingJobsResult& result) {
  JsonWriter json;
  json.BeginObject().Key("ModelPackagingJobs").BeginArray();
  for (const ModelPackagingJobMetadata& job : result.model_packaging_jobs) WriteShape(json, job);
  json.EndArray();
  WriteText(json, "NextToken", result.next_token);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace lookoutvision::internal
