// Handles requests to the admin server.
#include "testing/admin.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "base/ip_address.h"
#include "base/json_reader.h"
#include "base/text.h"
#include "base/url.h"
#include "testing/fault_json.h"
#include "testing/responses.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

constexpr std::string_view kOverview =
    "GET /state          projects, jobs, faults, counters and requests as JSON\n"
    "PUT /state          replace projects, jobs and client tokens by those of a seed\n"
    "PUT /jobs           {\"ProjectName\": .., \"JobName\": .., \"Status\": \"FAILED\"} ends the job now\n"
    "POST /reset         return to the state after the start\n"
    "GET /faults         the queued and ongoing faults, each with its id\n"
    "POST /faults        enqueue or install a fault or a list of faults; returns their ids\n"
    "DELETE /faults      drop all faults\n"
    "DELETE /faults/ID   drop one fault\n"
    "POST /release       continue every exchange that a fault delays or keeps silent\n"
    "PUT /clock          {\"skew_ms\": 3600000} lets the service's clock run an hour ahead\n"
    "POST /clock         {\"advance_ms\": 60000} lets a minute pass for jobs, tokens and faults\n";

constexpr std::string_view kDeleteFault = "DELETE /faults/";

Response Text(int status, std::string_view text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::string(text)};
}

// A web page of any site could send requests here; it cannot suppress these headers.
bool IsFromWebPage(const RecordedRequest& request) {
  return request.headers.Find("Origin") || request.headers.Find("Sec-Fetch-Site");
}

// With a name that resolves to this address, a page could bypass a browser's same-origin policy.
bool IsForUnknownHost(const RecordedRequest& request, const std::vector<std::string>& hosts) {
  const auto host = request.headers.Find("Host");
  if (!host) return false;
  const auto url = internal::ParseUrl("http://" + std::string(*host));
  if (!url) return true;
  return !internal::IsLoopback(url->host()) &&
         std::none_of(hosts.begin(), hosts.end(), [&](const std::string& known) {
           return internal::EqualsIgnoreCase(known, url->host());
         });
}

Response AddFaults(std::string_view body, FaultQueue& faults) {
  internal::JsonWriter json;
  json.BeginObject().Key("ids").BeginArray();
  // Reads all of them before the first takes effect.
  for (const FaultSpec& spec : ReadFaults(body)) {
    const auto* const queued = std::get_if<QueuedFault>(&spec);
    json.Raw(std::to_string(queued ? faults.Push(queued->fault, queued->times)
                                   : faults.Install(std::get<OngoingFault>(spec))));
  }
  json.EndArray().EndObject();
  return {.body = std::move(json).Take() + '\n'};
}

Response ListFaults(const FaultQueue& faults) {
  internal::JsonWriter json(2);
  json.BeginObject().Key("faults").BeginArray();
  for (const InstalledFault& fault : faults.installed()) WriteFault(json, fault);
  json.EndArray().EndObject();
  return {.body = std::move(json).Take() + '\n'};
}

Response RemoveFault(std::string_view id, FaultQueue& faults) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error == std::errc() && end == id.data() + id.size() && faults.Remove(number)) {
    return Text(200, "done\n");
  }
  return Text(404, "no fault has this id; GET /faults lists the faults\n");
}

std::chrono::milliseconds ReadMilliseconds(std::string_view body, const std::string& name) {
  const auto json = internal::ParseJson(body);
  const auto* const member = json && json->values.size() == 1 ? json->Find(name) : nullptr;
  const auto count = member != nullptr ? member->Integer() : std::nullopt;
  if (!count) {
    throw std::invalid_argument("the body must be {\"" + name +
                                "\": N}, with N an integer number of milliseconds");
  }
  return std::chrono::milliseconds(*count);
}

void EndJob(std::string_view body, Operations& operations) {
  auto json = internal::ParseJson(body);
  if (!json) throw std::invalid_argument("the body " + json.problem());
  std::optional<internal::JsonMismatch> mismatch;
  internal::JsonReader reader(*json, "", mismatch);
  const auto project = reader.String("ProjectName"), job = reader.String("JobName");
  const auto status = reader.String("Status");
  auto message = reader.String("StatusMessage");
  const bool fails = status == "FAILED";
  const bool has_unknown = json->values.size() != std::size_t{message ? 4U : 3U};
  if (mismatch || has_unknown || !project || !job || !(fails || (status == "SUCCEEDED" && !message))) {
    throw std::invalid_argument(R"(the body must be {"ProjectName": .., "JobName": .., "Status": ..}, )"
                                R"(with the status SUCCEEDED, or FAILED and an optional "StatusMessage")");
  }
  if (fails && !message) message.emplace();
  operations.EndJob(*project, *job, std::move(message));
}

}  // namespace

Response HandleAdminRequest(const RecordedRequest& request, ServiceState& service,
                            const std::function<void()>& release) {
  if (IsFromWebPage(request)) return Text(403, "requests from web pages are refused\n");
  if (IsForUnknownHost(request, service.options.admin_hosts)) {
    return Text(403, "the Host header does not name loopback: allow it with admin_hosts or --admin-host\n");
  }
  const std::string action = request.method + ' ' + request.target;
  try {
    if (action == "GET /") return Text(200, kOverview);
    if (action == "GET /state") return {.body = StateJson(service)};
    if (action == "GET /faults") return ListFaults(service.faults);
    if (action == "POST /faults") return AddFaults(request.body, service.faults);
    if (action.starts_with(kDeleteFault)) {
      return RemoveFault(std::string_view(action).substr(kDeleteFault.size()), service.faults);
    }
    if (action == "DELETE /faults") {
      service.faults.Clear();
    } else if (action == "POST /release") {
      release();
    } else if (action == "PUT /clock") {
      service.SetClockSkew(ReadMilliseconds(request.body, "skew_ms"));
    } else if (action == "POST /clock") {
      service.AdvanceClock(ReadMilliseconds(request.body, "advance_ms"));
    } else if (action == "PUT /state") {
      service.operations.Replace(request.body);
    } else if (action == "PUT /jobs") {
      EndJob(request.body, service.operations);
    } else if (action == "POST /reset") {
      service.Reset();
      release();
    } else {
      return Text(404, "unknown method and path; GET / lists the known ones\n");
    }
    return Text(200, "done\n");
  } catch (const std::invalid_argument& wrong) {
    return Text(400, internal::Printable(wrong.what()) + '\n');
  } catch (const ServiceError& error) {
    return Text(error.status, internal::Printable(error.message) + '\n');
  }
}

}  // namespace lookoutvision::testing
