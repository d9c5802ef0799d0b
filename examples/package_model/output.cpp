// Results, attempts and times as text and as JSON.
#include "package_model/output.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

#include <lookoutvision/greengrass_component.h>
#include <lookoutvision/validation.h>

#include "base/json_writer.h"
#include "package_model/errors.h"
#include "package_model/printable.h"
#include "protocol/rest_json_service.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using lfv::internal::JsonWriter;

// The column in which values begin.
constexpr std::size_t kValueColumn = 12;

// A time as a JSON string.
std::string TimeText(std::chrono::system_clock::time_point time) {
  return '"' + ToText(time) + '"';
}

// `2026-08-01 10:00`: short, for a column.
std::string ToMinutes(std::chrono::system_clock::time_point time) {
  std::string text = ToText(time).substr(0, sizeof("2026-08-01T10:00") - 1);
  text[text.find('T')] = ' ';
  return text;
}

// Adds nothing if no component was made.
void AddComponents(JsonWriter& json, const std::vector<const lfv::ModelPackagingDescription*>& descriptions) {
  std::map<std::string, std::string> versions;
  for (const auto* const description : descriptions) {
    if (const auto component = lfv::ComponentOf(*description)) {
      versions[component->component_name] = component->component_version;
    }
  }
  if (versions.empty()) return;
  json.Key("components").BeginObject();
  for (const auto& [name, version] : versions) {
    json.Key(name).BeginObject().Key("componentVersion").String(version).EndObject();
  }
  json.EndObject();
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

void WriteJob(JsonWriter& json, const WaitedJob& job) {
  json.BeginObject();
  if (!job.name.empty()) json.Key("JobName").String(job.name);
  if (!job.client_token.empty()) json.Key("ClientToken").String(job.client_token);
  if (const auto* const last = job.outcome.last_description()) {
    WriteShape(json.Key("ModelPackagingDescription"), *last, TimeText);
  }
  if (!job.outcome) WriteError(json.Key("error"), job.outcome.error());
  json.EndObject();
}

std::string ToJson(const std::vector<WaitedJob>& jobs) {
  JsonWriter json(kIndent);
  json.BeginObject().Key("jobs").BeginArray();
  std::vector<const lfv::ModelPackagingDescription*> descriptions;
  for (const WaitedJob& job : jobs) {
    WriteJob(json, job);
    if (const auto* const last = job.outcome.last_description()) descriptions.push_back(last);
  }
  json.EndArray();
  AddComponents(json, descriptions);
  json.EndObject();
  return PrintableJson(std::move(json));
}

}  // namespace

std::string ToText(const lfv::StartModelPackagingJobResult& started,
                   const lfv::DescribeModelPackagingJobRequest& job, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    JsonWriter json(kIndent);
    json.BeginObject().Key("JobName").String(started.job_name);
    json.Key("ClientToken").String(started.client_token).EndObject();
    return PrintableJson(std::move(json));
  }
  std::string out = "Started packaging job " + Printable(started.job_name) + ".\n";
  out += "Client token: " + Printable(started.client_token) + "\n";
  // Only names in the service's alphabet are safe to paste into a shell.
  if (lfv::Validate(job).empty()) {
    out += "To follow it: package_model wait --project-name " + job.project_name() + " --job-name " +
           job.job_name() + "\n";
  }
  return out;
}

std::string ToText(const lfv::ModelPackagingDescription& description, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    JsonWriter json(kIndent);
    WriteShape(json.BeginObject().Key("ModelPackagingDescription"), description, TimeText);
    AddComponents(json, {&description});
    json.EndObject();
    return PrintableJson(std::move(json));
  }
  std::string out;
  AddLineIfPresent(out, "job", description.job_name);
  AddLineIfPresent(out, "project", description.project_name);
  AddLineIfPresent(out, "model", description.model_version);
  AddLineIfPresent(out, "description", description.model_packaging_job_description);
  AddLineIfPresent(out, "method", description.model_packaging_method);
  if (description.status) AddLine(out, "status", ToString(*description.status));
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

std::string ToText(const std::vector<WaitedJob>& jobs, OutputFormat format) {
  if (format == OutputFormat::kJson) return ToJson(jobs);
  std::string out;
  for (const WaitedJob& job : jobs) {
    if (!job.outcome) continue;
    if (!out.empty()) out += '\n';
    out += ToText(job.outcome->model_packaging_description, format);
  }
  return out;
}

std::string ToText(const JobList& list, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    JsonWriter json(kIndent);
    json.BeginObject().Key("ModelPackagingJobs").BeginArray();
    for (const auto& job : list.jobs) WriteShape(json, job, TimeText);
    json.EndArray();
    if (list.truncated) json.Key("truncated").Raw("true");
    json.EndObject();
    return PrintableJson(std::move(json));
  }
  // The names are last because they are the longest.
  std::vector<std::array<std::string, 4>> lines{{"STATUS", "MODEL", "CREATED (UTC)", "JOB"}};
  for (const auto& job : list.jobs) {
    lines.push_back({job.status ? Printable(ToString(*job.status)) : "-",
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
  if (list.truncated) {
    out += "Stopped after " + std::to_string(list.jobs.size()) + " (--max-items): there may be more jobs.\n";
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
