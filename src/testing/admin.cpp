// Handles requests to the admin server.
#include "testing/admin.h"

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

#include "base/json_reader.h"
#include "base/text.h"
#include "testing/admin_access.h"
#include "testing/fault_json.h"
#include "testing/page.h"
#include "testing/responses.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

constexpr std::string_view kOverview =
    "GET /               this list; for a browser, a page that shows the state and has buttons\n"
    "GET /state          projects, jobs, faults, counters and requests as JSON;\n"
    "                    /state?requests=N has only the last N requests\n"
    "GET /environment    a client's variables, as lines for a shell\n"
    "PUT /state          replace projects, jobs and client tokens by those of a seed\n"
    "PUT /jobs           {\"ProjectName\": .., \"JobName\": .., \"Status\": \"FAILED\"} ends the job now\n"
    "POST /reset         return to the state after the start\n"
    "GET /faults         the queued and ongoing faults, each with its id\n"
    "POST /faults        {\"response\": {\"status\": 503}, \"times\": 3} lets the next three requests fail;\n"
    "                    takes a list of faults, too; returns their ids\n"
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

// What a browser must not do with a response: guess its type, keep it, or give it to another site.
void AddBrowserRules(Response& response) {
  response.headers.insert(response.headers.end(), {{"X-Content-Type-Options", "nosniff"},
                                                   {"Cross-Origin-Resource-Policy", "same-origin"},
                                                   {"Cache-Control", "no-store"}});
}

bool AcceptsHtml(const RecordedRequest& request) {
  return request.headers.Find("Accept").value_or("").find("text/html") != std::string_view::npos;
}

// The number after `?requests=` in the target of a request for the state.
std::size_t ReadRequestCount(std::string_view target) {
  const std::string_view text = target.substr(target.find('=') + 1);
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::invalid_argument("requests must be an integer of at least 0");
  }
  return count;
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

Response Perform(const RecordedRequest& request, ServiceState& service,
                 const std::function<void()>& release) {
  if (const auto refusal = ValidateAccess(request, service)) return Text(403, *refusal);
  const std::string action = request.method + ' ' + request.target;
  try {
    if (action == "GET /") return AcceptsHtml(request) ? MakePage(service.admin_token) : Text(200, kOverview);
    if (action == "GET /state") return {.body = StateJson(service)};
    if (action.starts_with("GET /state?requests=")) {
      return {.body = StateJson(service, ReadRequestCount(request.target))};
    }
    if (action == "GET /environment") return Text(200, service.environment);
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

}  // namespace

Response HandleAdminRequest(const RecordedRequest& request, ServiceState& service,
                            const std::function<void()>& release) {
  Response response = Perform(request, service, release);
  AddBrowserRules(response);
  return response;
}

}  // namespace lookoutvision::testing
