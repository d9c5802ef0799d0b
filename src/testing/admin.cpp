// Requests to the admin server; see admin.h.
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

namespace lookoutvision::testing {
namespace {

constexpr std::string_view kOverview =
    "GET /state          projects, jobs, faults, counters and requests as JSON\n"
    "POST /faults        enqueue or install a fault, or a list of them\n"
    "DELETE /faults      drop them\n"
    "POST /release       let go on what a fault delays or keeps silent\n"
    "PUT /clock          {\"skew_ms\": 3600000} has the service's clock run an hour ahead\n";

Response Text(int status, std::string_view text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::string(text)};
}

// A page of some site that a browser shows has no business here; it cannot hide where it comes from.
bool ComesFromAWebPage(const RecordedRequest& request) {
  return request.headers.Find("Origin") || request.headers.Find("Sec-Fetch-Site");
}

// By a name that anyone can have point here, a page could get past a browser's rule of the same origin.
bool IsForAnotherHost(const RecordedRequest& request, const std::vector<std::string>& hosts) {
  const auto host = request.headers.Find("Host");
  if (!host) return false;
  const auto url = internal::ParseUrl("http://" + std::string(*host));
  if (!url) return true;
  return !internal::IsLoopback(url->host()) &&
         std::none_of(hosts.begin(), hosts.end(), [&](const std::string& known) {
           return internal::EqualsIgnoreCase(known, url->host());
         });
}

void EnqueueAll(std::string_view body, const AdminActions& actions) {
  // All of them are read before the first is let loose.
  for (const FaultOrder& order : ReadFaults(body)) {
    if (const auto* queued = std::get_if<QueuedFault>(&order)) {
      actions.enqueue(queued->fault, queued->times);
    } else {
      actions.install(std::get<OngoingFault>(order));
    }
  }
}

std::chrono::milliseconds ReadSkew(std::string_view body) {
  const auto json = internal::ParseJson(body);
  const auto* const member = json && json->values.size() == 1 ? json->Find("skew_ms") : nullptr;
  const auto skew = member != nullptr ? member->Integer() : std::nullopt;
  constexpr std::chrono::milliseconds kMost = kMostClockSkew;
  if (!skew || *skew > kMost.count() || *skew < -kMost.count()) {
    throw std::invalid_argument(
        "the body must be {\"skew_ms\": N}, with N an integer of milliseconds, of 366 days at most");
  }
  return std::chrono::milliseconds(*skew);
}

}  // namespace

Response HandleAdminRequest(const RecordedRequest& request, const AdminActions& actions) {
  if (ComesFromAWebPage(request)) return Text(403, "this is for programs, not for web pages\n");
  if (IsForAnotherHost(request, actions.hosts)) {
    return Text(403, "the Host is not of loopback: name it in admin_hosts, or with --admin-host\n");
  }
  const std::string what = request.method + ' ' + request.target;
  try {
    if (what == "GET /") return Text(200, kOverview);
    if (what == "GET /state") return {.body = actions.state()};
    if (what == "POST /faults") {
      EnqueueAll(request.body, actions);
    } else if (what == "DELETE /faults") {
      actions.clear_faults();
    } else if (what == "POST /release") {
      actions.release();
    } else if (what == "PUT /clock") {
      actions.set_clock_skew(ReadSkew(request.body));
    } else {
      return Text(404, "there is no such thing here; GET / lists what there is\n");
    }
    return Text(200, "done\n");
  } catch (const std::invalid_argument& wrong) {
    return Text(400, internal::Printable(wrong.what()) + '\n');
  }
}

}  // namespace lookoutvision::testing
