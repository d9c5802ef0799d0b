// Handles requests to the admin server.
#include "testing/admin.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <variant>

#include "base/ip_address.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "testing/fault_json.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

constexpr std::string_view kOverview =
    "GET /state          projects, jobs, faults, counters and requests as JSON\n"
    "POST /faults        enqueue or install a fault or a list of faults\n"
    "DELETE /faults      drop all faults\n"
    "POST /release       continue every exchange that a fault delays or keeps silent\n"
    "PUT /clock          {\"skew_ms\": 3600000} lets the service's clock run an hour ahead\n";

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

void AddFaults(std::string_view body, FaultQueue& faults) {
  // Reads all of them before the first takes effect.
  for (const FaultSpec& spec : ReadFaults(body)) {
    if (const auto* queued = std::get_if<QueuedFault>(&spec)) {
      faults.Push(queued->fault, queued->times);
    } else {
      faults.Install(std::get<OngoingFault>(spec));
    }
  }
}

std::chrono::milliseconds ReadSkew(std::string_view body) {
  const auto json = internal::ParseJson(body);
  const auto* const member = json && json->values.size() == 1 ? json->Find("skew_ms") : nullptr;
  const auto skew = member != nullptr ? member->Integer() : std::nullopt;
  if (!skew) {
    throw std::invalid_argument(
        "the body must be {\"skew_ms\": N}, with N an integer number of milliseconds");
  }
  return std::chrono::milliseconds(*skew);
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
    if (action == "POST /faults") {
      AddFaults(request.body, service.faults);
    } else if (action == "DELETE /faults") {
      service.faults.Clear();
    } else if (action == "POST /release") {
      release();
    } else if (action == "PUT /clock") {
      service.SetClockSkew(ReadSkew(request.body));
    } else {
      return Text(404, "unknown method and path; GET / lists the known ones\n");
    }
    return Text(200, "done\n");
  } catch (const std::invalid_argument& wrong) {
    return Text(400, internal::Printable(wrong.what()) + '\n');
  }
}

}  // namespace lookoutvision::testing
