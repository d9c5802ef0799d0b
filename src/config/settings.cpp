// Resolves the settings of a client.
#include "config/settings.h"

#include <string>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "config/lookup.h"
#include "config/misconfigured.h"
#include "config/profiles.h"
#include "config/proxy.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxAppIdSize = 50;
constexpr int kDefaultMaxAttempts = 3;

// The selected profile; null if there is none.
struct ProfileInUse {
  const Section* profile = nullptr;
  std::string description = {};
};

Outcome<ProfileInUse> FindProfileInUse(const ClientConfig& config, const Outcome<Profiles>& profiles) {
  if (!profiles) return Failure(profiles.error());
  const SelectedProfile selected = SelectProfile(config.profile, config.platform);
  const auto profile = FindProfile(*profiles, selected);
  if (!profile) return Failure(profile.error());
  return ProfileInUse{*profile, Describe(selected, *profiles)};
}

// The endpoint override in the services section of the profile; its value is empty if there is none.
Outcome<Setting> FromServicesSection(const Service& service, const Lookup& lookup,
                                     const Outcome<Profiles>& profiles) {
  const auto name = lookup.Key("services");
  if (!name) return Setting{};
  // `profiles` has a value, since the key comes from one of them.
  const auto section = profiles->services.find(name->value);
  if (section == profiles->services.end()) {
    return Misconfigured({name->source, " names the section [services ", Printable(name->value, 64),
                          "], which does not exist"});
  }
  const Property* properties = section->second.Find(service.id);
  if (properties == nullptr) return Setting{};
  const auto url = properties->nested.find("endpoint_url");
  return url == properties->nested.end() ? Setting{} : SettingOf("endpoint_url", url->second);
}

// The endpoint override; its value is empty if there is none.
Outcome<Setting> FindOverride(const ClientConfig& config, const Service& service, Lookup& lookup,
                              const Outcome<Profiles>& profiles) {
  if (config.endpoint_url) return Setting{*config.endpoint_url, "ClientConfig::endpoint_url"};
  if (lookup.Bool({}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"})) {
    return Setting{};
  }
  for (const char* name : {service.endpoint_variable, "AWS_ENDPOINT_URL"}) {
    if (auto url = lookup.Variable(name)) return *std::move(url);
  }
  auto url = FromServicesSection(service, lookup, profiles);
  if (!url || !url->value.empty()) return url;
  return lookup.Key("endpoint_url").value_or(Setting{});
}

std::string FindRegion(const ClientConfig& config, Lookup& lookup) {
  const bool in_code = config.region && !config.region->empty();
  auto region = in_code ? Setting{*config.region, "ClientConfig::region"} : lookup.Variable("AWS_REGION");
  if (!region) region = lookup.Text({"AWS_DEFAULT_REGION", "region"});
  if (!region) return "";
  if (!IsHostLabel(region->value))
    lookup.Report(*region, "must contain only letters, digits and inner hyphens");
  return region->value;
}

// Whether calls can be made without any setting of a profile.
bool NeedsNoProfile(const ClientConfig& config, const Service& service, const Outcome<Profiles>& profiles) {
  Lookup lookup(config.platform, nullptr);
  const auto override_url = FindOverride(config, service, lookup, profiles);
  return !config.profile && !FindRegion(config, lookup).empty() && override_url &&
         !override_url->value.empty();
}

RetryMode FindRetryMode(const ClientConfig& config, Lookup& lookup) {
  if (config.retry.mode) return *config.retry.mode;
  const auto mode = lookup.Text({"AWS_RETRY_MODE", "retry_mode"});
  if (mode && EqualsIgnoreCase(mode->value, "adaptive")) return RetryMode::kAdaptive;
  // Standard mode has replaced legacy mode.
  if (mode && !EqualsIgnoreCase(mode->value, "standard") && !EqualsIgnoreCase(mode->value, "legacy")) {
    lookup.Report(*mode, "must be standard or adaptive");
  }
  return RetryMode::kStandard;
}

// An invalid value in code is an error. One in the environment or a profile must not stop the program, and
// is made valid.
std::string FindAppId(const ClientConfig& config, Lookup& lookup) {
  if (!config.app_id) {
    const auto app_id = lookup.Text({"AWS_SDK_UA_APP_ID", "sdk_ua_app_id"});
    return app_id ? AsToken(app_id->value.substr(0, kMaxAppIdSize)) : "";
  }
  if (config.app_id->size() > kMaxAppIdSize || AsToken(*config.app_id) != *config.app_id) {
    lookup.Report({*config.app_id, "ClientConfig::app_id"},
                  "must contain at most 50 letters, digits and !#$%&'*+-.^_`|~");
  }
  return *config.app_id;
}

// Validates the members that do not depend on the environment.
std::optional<Error> Validate(const ClientConfig& config) {
  const RetryConfig& retry = config.retry;
  if (retry.max_attempts && *retry.max_attempts < 1) {
    return Misconfiguration("ClientConfig::retry.max_attempts is " + std::to_string(*retry.max_attempts) +
                            ": must be at least 1");
  }
  for (const auto& [name, value, unit] :
       {std::tuple("base_backoff", retry.base_backoff.count(), " ms"),
        std::tuple("throttling_backoff", retry.throttling_backoff.count(), " ms"),
        std::tuple("max_backoff", retry.max_backoff.count(), " ms"),
        std::tuple("quota", std::chrono::milliseconds::rep{retry.quota}, "")}) {
    if (value >= 0) continue;
    return Misconfiguration(std::string("ClientConfig::retry.") + name + " is " + std::to_string(value) +
                            unit + ": must be at least 0");
  }
  for (const auto& [name, timeout] :
       {std::pair("connect", config.timeouts.connect), std::pair("attempt", config.timeouts.attempt),
        std::pair("call", config.timeouts.call)}) {
    if (!timeout || timeout->count() > 0) continue;
    return Misconfiguration(std::string("ClientConfig::timeouts.") + name + " is " +
                            std::to_string(timeout->count()) +
                            " ms: must be above zero, or std::nullopt for none");
  }
  if (config.client_certificate.has_value() != config.client_key.has_value()) {
    return Misconfiguration(std::string("ClientConfig::") +
                            (config.client_key ? "client_certificate" : "client_key") +
                            " is missing: client_certificate and client_key must be set together");
  }
  if (config.endpoint_url && config.endpoint_url->empty()) {
    return Misconfiguration(
        "ClientConfig::endpoint_url is empty: leave it unset to use the endpoint of the environment or AWS");
  }
  return std::nullopt;
}

}  // namespace

std::string FindCaBundle(const ClientConfig& config, const Lookup& lookup) {
  if (config.ca_bundle) return *config.ca_bundle;
  return ExpandHome(lookup.Text({"AWS_CA_BUNDLE", "ca_bundle"}).value_or(Setting{}).value, config.platform);
}

Error NoRegion(std::string_view profile) {
  return Misconfiguration(
      "no region: set ClientConfig::region, AWS_REGION, AWS_DEFAULT_REGION, or region of the " +
      std::string(profile) + " (in this order)");
}

Outcome<Settings> ResolveSettings(const ClientConfig& config, const Service& service,
                                  const Outcome<Profiles>& profiles) {
  if (auto error = Validate(config)) return Failure(*std::move(error));

  const Platform& platform = config.platform;
  auto profile = FindProfileInUse(config, profiles);
  if (!profile) {
    // The settings apply to all calls, so they must not depend on the deadline of this one.
    const bool interrupted = profile.error().kind != ErrorKind::kConfiguration;
    if (interrupted || !NeedsNoProfile(config, service, profiles)) return Failure(std::move(profile).error());
    profile = ProfileInUse{};
  }
  Lookup lookup(platform, profile->profile);
  const auto override_url = FindOverride(config, service, lookup, profiles);
  if (!override_url) return Failure(override_url.error());
  const std::string region = FindRegion(config, lookup);
  const bool use_fips = lookup.Bool(config.use_fips_endpoint, {"AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"});
  const bool use_dualstack =
      lookup.Bool(config.use_dualstack_endpoint, {"AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"});
  const bool ignore_skew =
      lookup.Bool(config.disable_clock_skew_correction,
                  {"AWS_DISABLE_CLOCK_SKEW_CORRECTION", "disable_clock_skew_correction"});
  const int max_attempts = lookup.PositiveInt(config.retry.max_attempts, {"AWS_MAX_ATTEMPTS", "max_attempts"},
                                              kDefaultMaxAttempts);
  const RetryMode retry_mode = FindRetryMode(config, lookup);
  const std::string app_id = FindAppId(config, lookup);
  if (!lookup.problem().empty()) return Misconfigured({lookup.problem()});

  if (region.empty() && override_url->value.empty()) return Failure(NoRegion(profile->description));
  auto endpoint = ResolveEndpoint({.service = service,
                                   .region = region,
                                   .use_fips = use_fips,
                                   .use_dualstack = use_dualstack,
                                   .override_url = override_url->value,
                                   .override_source = override_url->source,
                                   .allow_plaintext_http = config.allow_plaintext_http});
  if (!endpoint) return Failure(std::move(endpoint).error());

  const std::string region_of_endpoint =
      endpoint->signing_region.empty() ? region : std::string(endpoint->signing_region);
  const std::string signing_region = config.signing_region.value_or(region_of_endpoint);
  const std::string signing_name = config.signing_name.value_or(std::string(service.signing_name));
  // Both become part of the Authorization header.
  const bool is_region_valid = signing_region.empty() || IsHostLabel(signing_region);
  if (!is_region_valid || !IsHostLabel(signing_name)) {
    lookup.Report(is_region_valid ? Setting{signing_name, "ClientConfig::signing_name"}
                                  : Setting{signing_region, "ClientConfig::signing_region"},
                  "must contain only letters, digits and inner hyphens");
    return Misconfigured({lookup.problem()});
  }

  const auto url = ParseUrl(endpoint->origin);
  auto proxy = url ? ProxyFor(*url, platform) : std::string();
  if (!proxy) return Failure(std::move(proxy).error());
  return Settings{.endpoint = *std::move(endpoint),
                  .signing_region = signing_region,
                  .signing_name = signing_name,
                  .max_attempts = max_attempts,
                  .retry_mode = retry_mode,
                  .correct_clock_skew = !ignore_skew,
                  .ca_bundle = FindCaBundle(config, lookup),
                  .app_id = app_id,
                  .execution_environment = lookup.Variable("AWS_EXECUTION_ENV").value_or(Setting{}).value,
                  .is_in_lambda = platform.getenv("AWS_LAMBDA_FUNCTION_NAME").has_value(),
                  .proxy = *std::move(proxy),
                  .profile = std::move(profile->description)};
}

}  // namespace lookoutvision::internal
