// Where the instance metadata service is; see metadata_endpoint.h.
#include "credentials/metadata_endpoint.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "config/profiles.h"
#include "credentials/calls.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kIpv4 = "http://169.254.169.254";
constexpr std::string_view kIpv6 = "http://[fd00:ec2::254]";

struct Setting {
  std::string value;
  std::string source;
};

// The environment's, else the profile's. `profile` may be null.
std::optional<Setting> Find(const Platform& platform, const Section* profile, const char* variable,
                            const char* key) {
  if (const auto value = platform.getenv(variable); value && !Trim(*value).empty()) {
    return Setting{std::string(Trim(*value)), variable};
  }
  const Property* property = profile == nullptr ? nullptr : profile->Find(key);
  if (property == nullptr) return std::nullopt;
  return Setting{property->value, std::string(key) + " (" + property->where + ")"};
}

}  // namespace

Outcome<Url> FindMetadataEndpoint(const CredentialsOptions& options, const LoadContext& context) {
  const Platform& platform = options.platform;
  const auto profiles = LoadProfiles(platform, context);
  if (!profiles) return Failure(profiles.error());
  const auto found = profiles->profiles.find(SelectProfile(options.profile, platform).name);
  const Section* profile = found == profiles->profiles.end() ? nullptr : &found->second;

  std::string why;
  if (const auto endpoint =
          Find(platform, profile, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")) {
    auto url = ParseUrl(endpoint->value, why);
    if (!url) return Failure(Broken(endpoint->source + " is no URL that can be used: it " + why));
    if (url->has_userinfo() || !url->query().empty()) {
      return Failure(Broken(endpoint->source + " holds a user name, a password or a query: leave it out"));
    }
    return *std::move(url);
  }
  const auto mode =
      Find(platform, profile, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
  const bool ipv6 = mode && EqualsIgnoreCase(mode->value, "IPv6");
  if (mode && !ipv6 && !EqualsIgnoreCase(mode->value, "IPv4")) {
    return Failure(Broken(mode->source + " is \"" + Printable(mode->value, 64) +
                          "\": only IPv4 and IPv6 are understood"));
  }
  return *ParseUrl(ipv6 ? kIpv6 : kIpv4, why);
}

}  // namespace lookoutvision::internal
