// Results, attempts and times as text and as JSON.
#include "package_model/output.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <lookoutvision/greengrass_component.h>
#include <lookoutvision/validation.h>

#include "package_model/printable.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using Json = nlohmann::ordered_json;

// Where the values begin in the text for people.
constexpr std::size_t kValueColumn = 12;

Json ToJson(const std::string& value) {
  return value;
}

template <typename E>
Json ToJson(const lfv::OpenEnum<E>& value) {
  return value.text();
}

Json ToJson(std::chrono::system_clock::time_point time) {
  return ToText(time);
}

Json ToJson(const lfv::TargetPlatform& platform);
Json ToJson(const std::vector<lfv::Tag>& tags);
Json ToJson(const lfv::ModelPackagingConfiguration& configuration);
Json ToJson(const lfv::ModelPackagingOutputDetails& details);

template <typename T>
void SetIfPresent(Json& object, const char* name, const std::optional<T>& value) {
  if (value) object[name] = ToJson(*value);
}

Json ToJson(const lfv::TargetPlatform& platform) {
  Json json{{"Os", ToJson(platform.os)}, {"Arch", ToJson(platform.arch)}};
  SetIfPresent(json, "Accelerator", platform.accelerator);
  return json;
}

Json ToJson(const std::vector<lfv::Tag>& tags) {
  Json json = Json::array();
  for (const lfv::Tag& tag : tags) json.push_back({{"Key", tag.key}, {"Value", tag.value}});
  return json;
}

Json ToJson(const lfv::ModelPackagingConfiguration& configuration) {
  const lfv::GreengrassConfiguration& greengrass = configuration.greengrass;
  Json json = Json::object();
  SetIfPresent(json, "CompilerOptions", greengrass.compiler_options);
  SetIfPresent(json, "TargetDevice", greengrass.target_device);
  SetIfPresent(json, "TargetPlatform", greengrass.target_platform);
  json["S3OutputLocation"]["Bucket"] = greengrass.s3_output_location.bucket;
  SetIfPresent(json["S3OutputLocation"], "Prefix", greengrass.s3_output_location.prefix);
  json["ComponentName"] = greengrass.component_name;
  SetIfPresent(json, "ComponentVersion", greengrass.component_version);
  SetIfPresent(json, "ComponentDescription", greengrass.component_description);
  SetIfPresent(json, "Tags", greengrass.tags);
  return {{"Greengrass", std::move(json)}};
}

Json ToJson(const lfv::ModelPackagingOutputDetails& details) {
  Json json = Json::object();
  if (details.greengrass) {
    Json& greengrass = json["Greengrass"] = Json::object();
    SetIfPresent(greengrass, "ComponentVersionArn", details.greengrass->component_version_arn);
    SetIfPresent(greengrass, "ComponentName", details.greengrass->component_name);
    SetIfPresent(greengrass, "ComponentVersion", details.greengrass->component_version);
  }
  return json;
}

Json ToJson(const lfv::ModelPackagingDescription& description) {
  Json json = Json::object();
  SetIfPresent(json, "JobName", description.job_name);
  SetIfPresent(json, "ProjectName", description.project_name);
  SetIfPresent(json, "ModelVersion", description.model_version);
  SetIfPresent(json, "ModelPackagingConfiguration", description.model_packaging_configuration);
  SetIfPresent(json, "ModelPackagingJobDescription", description.model_packaging_job_description);
  SetIfPresent(json, "ModelPackagingMethod", description.model_packaging_method);
  SetIfPresent(json, "ModelPackagingOutputDetails", description.model_packaging_output_details);
  SetIfPresent(json, "Status", description.status);
  SetIfPresent(json, "StatusMessage", description.status_message);
  SetIfPresent(json, "CreationTimestamp", description.creation_timestamp);
  SetIfPresent(json, "LastUpdatedTimestamp", description.last_updated_timestamp);
  return json;
}

Json ToJson(const lfv::ModelPackagingJobMetadata& job) {
  Json json = Json::object();
  SetIfPresent(json, "JobName", job.job_name);
  SetIfPresent(json, "ProjectName", job.project_name);
  SetIfPresent(json, "ModelVersion", job.model_version);
  SetIfPresent(json, "ModelPackagingJobDescription", job.model_packaging_job_description);
  SetIfPresent(json, "ModelPackagingMethod", job.model_packaging_method);
  SetIfPresent(json, "Status", job.status);
  SetIfPresent(json, "StatusMessage", job.status_message);
  SetIfPresent(json, "CreationTimestamp", job.creation_timestamp);
  SetIfPresent(json, "LastUpdatedTimestamp", job.last_updated_timestamp);
  return json;
}

// `2026-08-01 10:00`: short, for a column.
std::string ToMinutes(std::chrono::system_clock::time_point time) {
  std::string text = ToText(time).substr(0, sizeof("2026-08-01T10:00") - 1);
  text[text.find('T')] = ' ';
  return text;
}

// Nothing where no component was made.
void AddComponents(Json& json, const std::vector<lfv::ModelPackagingDescription>& descriptions) {
  for (const auto& description : descriptions) {
    if (const auto component = lfv::ComponentOf(description)) {
      json["components"][component->component_name] = {{"componentVersion", component->component_version}};
    }
  }
}

// ASCII only, so that nothing the service wrote reaches a terminal raw.
std::string Print(const Json& json) {
  return json.dump(4, ' ', true, Json::error_handler_t::replace) + "\n";
}

void AddLine(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out.append(kValueColumn - name.size(), ' ');
  out += Printable(value);
  out += '\n';
}

void AddLineIfPresent(std::string& out, std::string_view name, const std::optional<std::string>& value) {
  if (value) AddLine(out, name, *value);
}

}  // namespace

std::string ToText(const lfv::StartModelPackagingJobResult& started,
                   const lfv::DescribeModelPackagingJobRequest& job, OutputFormat format) {
  if (format == OutputFormat::kJson) return Print({{"JobName", started.job_name}});
  std::string out = "Started packaging job " + Printable(started.job_name) + ".\n";
  // Only names that keep to the service's own alphabet are fit to be pasted into a shell.
  if (lfv::Validate(job).empty()) {
    out += "To follow it: package_model wait --project-name " + job.project_name() + " --job-name " +
           job.job_name() + "\n";
  }
  return out;
}

std::string ToText(const lfv::ModelPackagingDescription& description, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    Json json{{"ModelPackagingDescription", ToJson(description)}};
    AddComponents(json, {description});
    return Print(json);
  }
  std::string out;
  AddLineIfPresent(out, "job", description.job_name);
  AddLineIfPresent(out, "project", description.project_name);
  AddLineIfPresent(out, "model", description.model_version);
  AddLineIfPresent(out, "description", description.model_packaging_job_description);
  AddLineIfPresent(out, "method", description.model_packaging_method);
  if (description.status) AddLine(out, "status", description.status->text());
  AddLineIfPresent(out, "message", description.status_message);
  if (description.creation_timestamp) AddLine(out, "created", ToText(*description.creation_timestamp));
  if (description.last_updated_timestamp) {
    AddLine(out, "updated", ToText(*description.last_updated_timestamp));
  }
  const auto& details = description.model_packaging_output_details;
  if (details && details->greengrass) {
    AddLineIfPresent(out, "arn", details->greengrass->component_version_arn);
    AddLineIfPresent(out, "component", details->greengrass->component_name);
    AddLineIfPresent(out, "version", details->greengrass->component_version);
  }
  return out;
}

std::string ToText(const std::vector<lfv::ModelPackagingDescription>& descriptions, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    Json json{{"ModelPackagingDescriptions", Json::array()}};
    for (const auto& description : descriptions) {
      json["ModelPackagingDescriptions"].push_back(ToJson(description));
    }
    AddComponents(json, descriptions);
    return Print(json);
  }
  std::string out;
  for (const auto& description : descriptions) {
    if (!out.empty()) out += '\n';
    out += ToText(description, format);
  }
  return out;
}

std::string ToText(const std::vector<lfv::ModelPackagingJobMetadata>& jobs, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    Json json{{"ModelPackagingJobs", Json::array()}};
    for (const auto& job : jobs) json["ModelPackagingJobs"].push_back(ToJson(job));
    return Print(json);
  }
  // The names last: they are the longest.
  std::vector<std::array<std::string, 4>> lines{{"STATUS", "MODEL", "CREATED (UTC)", "JOB"}};
  for (const auto& job : jobs) {
    lines.push_back({job.status ? Printable(job.status->text()) : "-",
                     Printable(job.model_version.value_or("-")),
                     job.creation_timestamp ? ToMinutes(*job.creation_timestamp) : "-",
                     Printable(job.job_name.value_or("-"))});
  }
  std::array<std::size_t, 3> widths{};
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string out;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      out += line[i];
      out.append(widths[i] + 2 - line[i].size(), ' ');
    }
    out += line.back() + '\n';
  }
  return out;
}

std::string ToText(const lfv::AttemptEvent& event) {
  using std::chrono::duration_cast, std::chrono::milliseconds;
  std::ostringstream line;
  line << "debug: " << event.operation << " attempt " << event.attempt << " of " << event.max_attempts
       << " at " << Printable(event.endpoint) << ": ";
  if (event.error == nullptr) {
    line << "succeeded";
  } else if (event.error->code_name.empty()) {
    line << event.error->kind << ": " << Printable(event.error->message);
  } else {
    line << Printable(event.error->code_name) << ": " << Printable(event.error->message);
  }
  line << " (";
  if (event.http_status != 0) line << "HTTP " << event.http_status << ", ";
  if (!event.request_id.empty()) line << "request id " << Printable(event.request_id) << ", ";
  const auto& [first_byte, reused] = event.measurements;
  if (reused) line << (*reused ? "connection reused, " : "new connection, ");
  if (first_byte) line << "first byte after " << duration_cast<milliseconds>(*first_byte).count() << " ms, ";
  line << duration_cast<milliseconds>(event.duration).count() << " ms)";
  if (event.next_attempt_in) {
    line << ", next attempt in " << duration_cast<milliseconds>(*event.next_attempt_in).count() << " ms";
  }
  return std::move(line).str();
}

std::string ToText(std::chrono::seconds elapsed) {
  const auto seconds = elapsed.count();
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min";
}

std::string ToText(std::chrono::system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::microseconds>(time - day));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string out(text.data());
  if (clock.subseconds().count() != 0) {
    std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(clock.subseconds().count()));
    out += text.data();
  }
  return out + "+00:00";
}

}  // namespace package_model
