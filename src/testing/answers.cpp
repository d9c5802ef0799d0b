// Answers as bytes; see answers.h.
#include "testing/answers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include <lookoutvision/error.h>

#include "base/json_writer.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonWriter;
using internal::SystemTime;

void Write(JsonWriter& json, const char* key, std::string_view text) {
  json.Key(key).String(text);
}

void Write(JsonWriter& json, const char* key, const std::string& text) {
  Write(json, key, std::string_view(text));
}

void Write(JsonWriter& json, const char* key, const std::optional<std::string>& text) {
  if (text) Write(json, key, *text);
}

/// Epoch seconds with milliseconds, as the service writes them.
void Write(JsonWriter& json, const char* key, const std::optional<SystemTime>& time) {
  if (!time) return;
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(*time).time_since_epoch().count();
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(since_epoch) / 1000.0);
  json.Key(key).Raw(text.data());
}

void Write(JsonWriter& json, const char* key, const GreengrassConfiguration& value) {
  json.Key(key).BeginObject();
  Write(json, "CompilerOptions", value.compiler_options);
  if (value.target_device) Write(json, "TargetDevice", value.target_device->text());
  if (value.target_platform) {
    json.Key("TargetPlatform").BeginObject();
    Write(json, "Os", value.target_platform->os.text());
    Write(json, "Arch", value.target_platform->arch.text());
    if (value.target_platform->accelerator) {
      Write(json, "Accelerator", value.target_platform->accelerator->text());
    }
    json.EndObject();
  }
  json.Key("S3OutputLocation").BeginObject();
  Write(json, "Bucket", value.s3_output_location.bucket);
  Write(json, "Prefix", value.s3_output_location.prefix);
  json.EndObject();
  Write(json, "ComponentName", value.component_name);
  Write(json, "ComponentVersion", value.component_version);
  Write(json, "ComponentDescription", value.component_description);
  if (value.tags) {
    json.Key("Tags").BeginArray();
    for (const Tag& tag : *value.tags) {
      json.BeginObject();
      Write(json, "Key", tag.key);
      Write(json, "Value", tag.value);
      json.EndObject();
    }
    json.EndArray();
  }
  json.EndObject();
}

void Write(JsonWriter& json, const char* key, const ModelPackagingOutputDetails& value) {
  json.Key(key).BeginObject();
  if (value.greengrass) {
    json.Key("Greengrass").BeginObject();
    Write(json, "ComponentVersionArn", value.greengrass->component_version_arn);
    Write(json, "ComponentName", value.greengrass->component_name);
    Write(json, "ComponentVersion", value.greengrass->component_version);
    json.EndObject();
  }
  json.EndObject();
}

/// IMF-fixdate, whatever the locale.
std::string HttpDate(SystemTime time) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string_view ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 400:
      return "Bad Request";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return {};
  }
}

std::string BodyOf(const Answer& answer) {
  if (answer.body) return *answer.body;
  if (answer.message.empty()) return {};
  JsonWriter json;
  json.BeginObject();
  Write(json, "message", answer.message);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace

Answer StartAnswer(std::string_view job_name) {
  JsonWriter json;
  json.BeginObject();
  Write(json, "JobName", job_name);
  json.EndObject();
  return {.status = 202, .body = std::move(json).Take()};
}

Answer DescribeAnswer(const ModelPackagingDescription& value) {
  JsonWriter json;
  json.BeginObject().Key("ModelPackagingDescription").BeginObject();
  Write(json, "JobName", value.job_name);
  Write(json, "ProjectName", value.project_name);
  Write(json, "ModelVersion", value.model_version);
  if (value.model_packaging_configuration) {
    json.Key("ModelPackagingConfiguration").BeginObject();
    Write(json, "Greengrass", value.model_packaging_configuration->greengrass);
    json.EndObject();
  }
  Write(json, "ModelPackagingJobDescription", value.model_packaging_job_description);
  Write(json, "ModelPackagingMethod", value.model_packaging_method);
  if (value.model_packaging_output_details) {
    Write(json, "ModelPackagingOutputDetails", *value.model_packaging_output_details);
  }
  if (value.status) Write(json, "Status", value.status->text());
  Write(json, "StatusMessage", value.status_message);
  Write(json, "CreationTimestamp", value.creation_timestamp);
  Write(json, "LastUpdatedTimestamp", value.last_updated_timestamp);
  json.EndObject().EndObject();
  return {.body = std::move(json).Take()};
}

Answer ListAnswer(const ListModelPackagingJobsResult& page) {
  JsonWriter json;
  json.BeginObject().Key("ModelPackagingJobs").BeginArray();
  for (const ModelPackagingJobMetadata& job : page.model_packaging_jobs) {
    json.BeginObject();
    Write(json, "JobName", job.job_name);
    Write(json, "ProjectName", job.project_name);
    Write(json, "ModelVersion", job.model_version);
    Write(json, "ModelPackagingJobDescription", job.model_packaging_job_description);
    Write(json, "ModelPackagingMethod", job.model_packaging_method);
    if (job.status) Write(json, "Status", job.status->text());
    Write(json, "StatusMessage", job.status_message);
    Write(json, "CreationTimestamp", job.creation_timestamp);
    Write(json, "LastUpdatedTimestamp", job.last_updated_timestamp);
    json.EndObject();
  }
  json.EndArray();
  Write(json, "NextToken", page.next_token);
  json.EndObject();
  return {.body = std::move(json).Take()};
}

Answer ErrorAnswer(const ServiceError& error) {
  // The model's own errors have a member Message; what answers before an operation is reached writes message.
  ErrorCode modelled{};
  FromName(error.type, modelled);
  const char* const message_key = modelled == ErrorCode::kUnknown ? "message" : "Message";
  JsonWriter json;
  json.BeginObject();
  // Messages quote requests, whose headers may hold any bytes.
  const bool readable = internal::IsUtf8(error.message);
  Write(json, message_key,
        readable ? error.message : internal::Printable(error.message, std::size_t{8} * 1024));
  if (!error.resource_id.empty()) Write(json, "ResourceId", error.resource_id);
  if (!error.resource_type.empty()) Write(json, "ResourceType", error.resource_type);
  if (!error.quota_code.empty()) Write(json, "QuotaCode", error.quota_code);
  if (!error.service_code.empty()) Write(json, "ServiceCode", error.service_code);
  json.EndObject();
  Answer answer{.status = error.status, .error_type = error.type, .body = std::move(json).Take()};
  if (error.retry_after) {
    answer.headers.emplace_back("Retry-After", std::to_string(error.retry_after->count()));
  }
  return answer;
}

AnswerBytes WriteAnswer(const Answer& answer, std::string_view request_id, SystemTime now, bool with_body) {
  if (answer.raw) {
    const std::size_t end = answer.raw->find("\r\n\r\n");
    return {.text = *answer.raw, .head_size = end == std::string::npos ? answer.raw->size() : end + 4};
  }
  const std::string body = BodyOf(answer);
  std::string text =
      "HTTP/1.1 " + std::to_string(answer.status) + ' ' + std::string(ReasonOf(answer.status)) + "\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  const auto add_usual = [&](std::string_view name, std::string_view value) {
    if (std::ranges::none_of(answer.headers, [&](const auto& header) {
          return internal::EqualsIgnoreCase(header.first, name);
        })) {
      add(name, value);
    }
  };
  add_usual("x-amzn-RequestId", request_id);
  add_usual("Date", HttpDate(now));
  add_usual("Content-Type", "application/json");
  add_usual("Content-Length", std::to_string(body.size()));
  if (!answer.error_type.empty()) add_usual("x-amzn-ErrorType", answer.error_type);
  for (const auto& [name, value] : answer.headers) add(name, value);
  text += "\r\n";
  const std::size_t head_size = text.size();
  if (with_body) text += body;
  return {.text = std::move(text), .head_size = head_size};
}

}  // namespace lookoutvision::testing
