// The state as JSON; see state_json.h.
#include "testing/state_json.h"

#include <string_view>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "protocol/rest_json.h"
#include "testing/connection.h"
#include "testing/fault_json.h"

namespace lookoutvision::testing {
namespace {

using Json = nlohmann::ordered_json;

/// Epoch seconds with milliseconds, as the service writes them.
double Seconds(internal::SystemTime time) {
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  return static_cast<double>(since_epoch) / 1000.0;
}

/// JSON has no other bytes than text.
std::string TextOf(std::string_view bytes) {
  return internal::IsUtf8(bytes) ? std::string(bytes) : internal::Printable(bytes, 4 * bytes.size());
}

/// As the client serialises it, with the members that travel elsewhere than in the body.
Json InputOf(const StartModelPackagingJobRequest& request) {
  Json input = {{"ProjectName", request.project_name()}};
  if (request.client_token()) input["ClientToken"] = *request.client_token();
  input.update(Json::parse(internal::Serialize(request).value().body));
  return input;
}

Json ToJson(const JobStore::Job& job) {
  Json json = {{"JobName", job.name}, {"Status", NameOf(job.status)}};
  if (job.status == ModelPackagingJobStatus::kFailed) json["StatusMessage"] = TextOf(*job.failure);
  json["CreationTimestamp"] = Seconds(job.created);
  json["LastUpdatedTimestamp"] = Seconds(job.updated);
  json["Region"] = job.region;
  json["Start"] = InputOf(job.request);
  return json;
}

Json ToJson(const RecordedRequest& request) {
  Json headers = Json::array();
  for (const auto& [name, value] : request.headers) {
    const bool secret = internal::EqualsIgnoreCase(name, "Authorization") ||
                        internal::EqualsIgnoreCase(name, "X-Amz-Security-Token");
    headers.push_back({TextOf(name), secret ? "(left out)" : TextOf(value)});
  }
  Json json = {{"method", TextOf(request.method)},
               {"target", TextOf(request.target)},
               {"headers", std::move(headers)},
               {"body", TextOf(request.body)},
               {"tls", request.tls},
               {"connection", request.connection},
               {"status", request.status}};
  if (!request.error_type.empty()) json["error_type"] = TextOf(request.error_type);
  return json;
}

}  // namespace

std::string StateJson(ServiceState& service, std::chrono::milliseconds clock_skew) {
  const auto now = service.options.platform.system_now();
  Json state = {{"time", Seconds(now)}, {"clock_skew_ms", clock_skew.count()}};

  service.operations.Look(now, [&](const JobStore& store) {
    state["projects"] = store.projects() ? Json(*store.projects()) : Json();
    state["jobs"] = Json::array();
    for (const auto& job : store.jobs()) state["jobs"].push_back(ToJson(job));
  });

  Json standing = Json::array();
  for (const auto& fault : service.faults.standing()) standing.push_back(testing::ToJson(fault));
  state["faults"] = {{"queued", service.faults.queued()}, {"standing", std::move(standing)}};

  const MockServiceCounters counters = service.journal.counters();
  state["counters"] = {{"requests", counters.requests},
                       {"connections", counters.connections},
                       {"open_connections", counters.open_connections},
                       {"faults", counters.faults}};
  state["requests"] = Json::array();
  for (const auto& request : service.journal.requests()) state["requests"].push_back(ToJson(request));
  return state.dump(2) + '\n';
}

}  // namespace lookoutvision::testing
