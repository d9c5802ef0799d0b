// Checks the host, the origin and the token of a request to the admin server.
#include "testing/admin_access.h"

#include <algorithm>
#include <string>

#include "base/ip_address.h"
#include "base/text.h"
#include "base/url.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

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

// A page of any site could send requests here; it cannot suppress these headers.
bool IsFromWebPage(const HttpHeaders& headers) {
  const auto site = headers.Find("Sec-Fetch-Site");
  return headers.Find("Origin") || (site && *site != "same-origin" && *site != "none");
}

// Whether a browser opens the page, by a link of any site: that site cannot read or frame it.
bool OpensThePage(const RecordedRequest& request) {
  return request.method == "GET" && request.target == "/" && !request.headers.Find("Origin") &&
         request.headers.Find("Sec-Fetch-Mode") == "navigate" &&
         request.headers.Find("Sec-Fetch-Dest") == "document";
}

bool IsFromOwnOrigin(const HttpHeaders& headers) {
  const auto origin = headers.Find("Origin");
  const auto host = headers.Find("Host");
  return origin && host && internal::EqualsIgnoreCase(*origin, "http://" + std::string(*host));
}

}  // namespace

std::optional<std::string_view> ValidateAccess(const RecordedRequest& request, const ServiceState& service) {
  if (IsForUnknownHost(request, service.options.admin_hosts)) {
    return "the Host header does not name loopback: allow it with admin_hosts or --admin-host\n";
  }
  const auto token = request.headers.Find(kAdminTokenHeader);
  // Also without an Origin, so that a page notices that another service now has this port.
  if (token && *token != service.admin_token)
    return "the token is that of another service: load the page again\n";
  if (!IsFromWebPage(request.headers) || OpensThePage(request)) return std::nullopt;
  if (token && IsFromOwnOrigin(request.headers)) return std::nullopt;
  return "requests from web pages other than the one at / are refused\n";
}

}  // namespace lookoutvision::testing
