// The endpoint of the instance metadata service; see metadata_endpoint.h.
#include "credentials/metadata_endpoint.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "config/lookup.h"
#include "credentials/calls.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kIpv4 = "http://169.254.169.254";
constexpr std::string_view kIpv6 = "http://[fd00:ec2::254]";

}  // namespace

Outcome<Url> FindMetadataEndpoint(const ProviderContext& context) {
  const auto lookup = context.lookup();
  if (!lookup) return Failure(lookup.error());
  if (const auto endpoint =
          lookup->Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"})) {
    auto url = ParseUrl(endpoint->value);
    if (!url) {
      return Failure(Broken(endpoint->source + " is not a valid URL: it " + url.problem()));
    }
    if (url->has_userinfo() || !url->query().empty()) {
      return Failure(Broken(endpoint->source + " holds a user name, a password or a query: leave it out"));
    }
    return *std::move(url);
  }
  const auto mode =
      lookup->Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode"});
  const bool ipv6 = mode && EqualsIgnoreCase(mode->value, "IPv6");
  if (mode && !ipv6 && !EqualsIgnoreCase(mode->value, "IPv4")) {
    return Failure(Broken(mode->source + " is \"" + Printable(mode->value, 64) +
                          "\": only IPv4 and IPv6 are understood"));
  }
  return *ParseUrl(ipv6 ? kIpv6 : kIpv4);
}

}  // namespace lookoutvision::internal
