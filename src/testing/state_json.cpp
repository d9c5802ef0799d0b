// Writes the state of a mock service as JSON.
#include <chrono>
#include <string>
#include <utility>
#include <variant>

#include <lookoutvision/json.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "protocol/rest_json_service.h"
#include "testing/fault_json.h"
#include "testing/seed.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

using internal::EpochSeconds;
using internal::JsonWriter;

template <typename Number>
void WriteNumber(JsonWriter& json, const char* name, Number number) {
  json.Key(name).Raw(std::to_string(number));
}

// How a job that has not ended continues.
void WritePlan(JsonWriter& json, const JobStore::Job& job) {
  if (const auto* polls = std::get_if<ProgressByPolls>(&*job.progress)) {
    WriteNumber(json, "Polls", job.polls);
    WriteNumber(json, "RunningAtPoll", polls->running_at);
    WriteNumber(json, "FinishedAtPoll", polls->finished_at);
  } else {
    const auto& time = std::get<ProgressByTime>(*job.progress);
    WriteNumber(json, "RunningAfterMs", time.running_after.count());
    WriteNumber(json, "FinishedAfterMs", time.finished_after.count());
  }
  if (job.failure) json.Key("Failure").String(AsText(*job.failure));
}

void WriteJob(JsonWriter& json, const JobStore::Job& job) {
  json.BeginObject();
  json.Key("JobName").String(job.name);
  json.Key("Status").String(ToString(job.status));
  if (job.status == ModelPackagingJobStatus::kFailed) {
    json.Key("StatusMessage").String(AsText(*job.failure));
  } else if (job.status != ModelPackagingJobStatus::kSucceeded) {
    WritePlan(json, job);
  }
  json.Key("CreationTimestamp").Raw(EpochSeconds(job.created));
  json.Key("LastUpdatedTimestamp").Raw(EpochSeconds(job.updated));
  json.Key("Region").String(job.region);
  json.Key("Start").Raw(ToJson(job.request));
  json.EndObject();
}

void WriteProjects(JsonWriter& json, const JobStore& store) {
  if (!store.projects()) {
    json.Raw("null");
    return;
  }
  json.BeginObject();
  for (const auto& [name, models] : *store.projects()) {
    json.Key(AsText(name)).BeginArray();
    for (const std::string& model : models) json.String(AsText(model));
    json.EndArray();
  }
  json.EndObject();
}

// The members that a seed has as well.
void WriteSeedMembers(JsonWriter& json, const JobStore& store) {
  WriteNumber(json, "clock_advance_ms", store.clock_advance().count());
  WriteProjects(json.Key("projects"), store);
  json.Key("jobs").BeginArray();
  for (const auto& job : store.jobs()) WriteJob(json, job);
  json.EndArray();
}

void WriteRequest(JsonWriter& json, const RecordedRequest& request) {
  json.BeginObject();
  json.Key("method").String(AsText(request.method));
  json.Key("target").String(AsText(request.target));
  json.Key("headers").BeginArray();
  for (const auto& [name, value] : request.headers) {
    const bool secret = internal::EqualsIgnoreCase(name, "Authorization") ||
                        internal::EqualsIgnoreCase(name, "X-Amz-Security-Token");
    json.BeginArray().String(AsText(name)).String(secret ? "(left out)" : AsText(value)).EndArray();
  }
  json.EndArray();
  json.Key("body").String(AsText(request.body));
  json.Key("tls").Raw(request.tls ? "true" : "false");
  WriteNumber(json, "connection", request.connection);
  WriteNumber(json, "status", request.status);
  if (!request.error_type.empty()) json.Key("error_type").String(AsText(request.error_type));
  // The message of an unreadable signature quotes it.
  const bool secret = request.error_type == "IncompleteSignatureException";
  if (!request.error_message.empty() && !secret)
    json.Key("error_message").String(AsText(request.error_message));
  if (request.fault) WriteNumber(json, "fault", *request.fault);
  json.EndObject();
}

void WriteCounters(JsonWriter& json, const MockServiceCounters& counters) {
  json.BeginObject();
  WriteNumber(json, "requests", counters.requests);
  WriteNumber(json, "connections", counters.connections);
  WriteNumber(json, "open_connections", counters.open_connections);
  WriteNumber(json, "faults", counters.faults);
  json.EndObject();
}

}  // namespace

std::string WriteSeed(const JobStore& jobs) {
  JsonWriter json(2);
  WriteSeedMembers(json.BeginObject(), jobs);
  json.EndObject();
  return std::move(json).Take() + '\n';
}

std::string StateJson(ServiceState& service, std::size_t max_requests) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(service.options.platform.system_now());
  JsonWriter json(2);
  json.BeginObject().Key("time").Raw(EpochSeconds(now));
  WriteNumber(json, "clock_skew_ms", service.clock_skew.load().count());

  service.operations.Inspect(now, [&](const JobStore& store) { WriteSeedMembers(json, store); });

  json.Key("faults").BeginObject();
  WriteNumber(json, "queued", service.faults.queued());
  json.Key("ongoing").BeginArray();
  for (const auto& fault : service.faults.installed()) {
    if (std::holds_alternative<OngoingFault>(fault.fault)) WriteFault(json, fault);
  }
  json.EndArray().EndObject();

  WriteCounters(json.Key("counters"), service.journal.counters());
  json.Key("requests").BeginArray();
  for (const auto& request : service.journal.requests(max_requests)) WriteRequest(json, request);
  json.EndArray().EndObject();
  return std::move(json).Take() + '\n';
}

}  // namespace lookoutvision::testing
