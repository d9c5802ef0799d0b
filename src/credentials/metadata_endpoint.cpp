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
constexpr int kDefaultTimeout = 1;

Outcome<Url> FindUrl(const Lookup& lookup) {
  if (const auto endpoint =
          lookup.Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"})) {
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
      lookup.Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode"});
  const bool ipv6 = mode && EqualsIgnoreCase(mode->value, "IPv6");
  if (mode && !ipv6 && !EqualsIgnoreCase(mode->value, "IPv4")) {
    return Failure(Broken(mode->source + " is \"" + Printable(mode->value, 64) + "\": must be IPv4 or IPv6"));
  }
  return *ParseUrl(ipv6 ? kIpv6 : kIpv4);
}

}  // namespace

Outcome<MetadataEndpoint> FindMetadataEndpoint(const ProviderContext& context) {
  auto lookup = context.lookup();
  if (!lookup) return Failure(lookup.error());
  auto url = FindUrl(*lookup);
  if (!url) return Failure(std::move(url).error());
  const int timeout =
      lookup->PositiveInt({}, {"AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"}, kDefaultTimeout);
  const int max_attempts = lookup->PositiveInt(
      {}, {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"}, kAttemptsOfLocalHost);
  if (!lookup->problem().empty()) return Failure(Broken(lookup->problem()));
  return MetadataEndpoint{*std::move(url), std::chrono::seconds{timeout}, max_attempts};
}

}  // namespace lookoutvision::internal
