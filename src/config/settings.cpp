// Settings; see settings.h.
#include "config/settings.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "config/misconfigured.h"
#include "config/proxy.h"
#include "http/url.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kServiceName = "lookoutvision";
constexpr std::size_t kMaxAppIdSize = 50;

// Where Amazon's own endpoint was meant and is not to be reached, the reason is most likely this.
constexpr std::string_view kServiceEnded =
    " (Amazon ended Lookout for Vision on 2025-10-31; to use a compatible service, set "
    "ClientConfig::endpoint_url or "
    "AWS_ENDPOINT_URL_LOOKOUTVISION)";

// Reads the environment and keeps the first mistake that it finds there.
class Environment {
 public:
  explicit Environment(const Platform& platform) : platform_(platform) {}

  // The value of a variable; blank is unset.
  std::optional<std::string> Text(const std::string& name) const {
    auto value = platform_.getenv(name);
    if (!value || Trim(*value).empty()) return std::nullopt;
    return std::string(Trim(*value));
  }

  std::optional<bool> Bool(const std::string& name) {
    const auto value = Text(name);
    if (!value) return std::nullopt;
    if (EqualsIgnoreCase(*value, "true")) return true;
    if (EqualsIgnoreCase(*value, "false")) return false;
    Report(name, *value, "only true and false are understood");
    return std::nullopt;
  }

  std::optional<int> PositiveInt(const std::string& name) {
    const auto value = Text(name);
    if (!value) return std::nullopt;
    const auto number = ParseNonNegative(*value);
    if (number && *number >= 1 && *number <= 1'000'000) return static_cast<int>(*number);
    Report(name, *value, "it must be a whole number of at least 1");
    return std::nullopt;
  }

  const std::string& mistake() const { return mistake_; }

 private:
  void Report(const std::string& name, std::string_view value, const char* rule) {
    if (mistake_.empty()) mistake_ = name + " is \"" + Printable(value, 64) + "\": " + rule;
  }

  const Platform& platform_;
  std::string mistake_;
};

struct Override {
  std::string url;
  std::string source;
};

Override FindOverride(const ClientConfig& config, Environment& environment) {
  if (config.endpoint_url) return {*config.endpoint_url, "ClientConfig::endpoint_url"};
  if (environment.Bool("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").value_or(false)) return {};
  for (const char* name : {"AWS_ENDPOINT_URL_LOOKOUTVISION", "AWS_ENDPOINT_URL"}) {
    if (auto url = environment.Text(name)) return {*std::move(url), name};
  }
  return {};
}

std::string FindRegion(const ClientConfig& config, const Environment& environment) {
  if (config.region && !config.region->empty()) return *config.region;
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (auto region = environment.Text(name)) return *std::move(region);
  }
  return "";
}

// What is wrong with the members that need no environment; empty when all is well.
std::string FindMistake(const ClientConfig& config) {
  if (config.retry.max_attempts && *config.retry.max_attempts < 1) {
    return "ClientConfig::retry.max_attempts is " + std::to_string(*config.retry.max_attempts) +
           ": it must be at least 1";
  }
  const auto negative = [](auto duration) { return duration.count() < 0; };
  if (negative(config.retry.base_backoff) || negative(config.retry.throttling_backoff) ||
      negative(config.retry.max_backoff) || config.retry.quota < 0) {
    return "ClientConfig::retry holds a negative back-off or quota";
  }
  if (negative(config.timeouts.connect) || negative(config.timeouts.attempt) ||
      negative(config.timeouts.call)) {
    return "ClientConfig::timeouts holds a negative limit: use zero for none";
  }
  if (config.client_certificate.has_value() != config.client_key.has_value()) {
    return "ClientConfig::client_certificate and client_key must be set together";
  }
  if (config.endpoint_url && config.endpoint_url->empty()) {
    return "ClientConfig::endpoint_url is empty: leave it unset to use the environment's or Amazon's own";
  }
  return "";
}

}  // namespace

Error NoRegion() {
  return {
      .kind = ErrorKind::kConfiguration,
      .message =
          "no region: set ClientConfig::region, AWS_REGION or AWS_DEFAULT_REGION (looked at in this order)"};
}

Outcome<Settings> ResolveSettings(const ClientConfig& config, const Platform& platform) {
  if (auto mistake = FindMistake(config); !mistake.empty()) return Misconfigured(std::move(mistake));

  Environment environment(platform);
  const auto override_url = FindOverride(config, environment);
  const std::string region = FindRegion(config, environment);
  const auto or_environment = [&](std::optional<bool> explicit_value, const char* name) {
    return explicit_value ? *explicit_value : environment.Bool(name).value_or(false);
  };
  const bool use_fips = or_environment(config.use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT");
  const bool use_dualstack = or_environment(config.use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT");
  const bool ignore_skew =
      or_environment(config.disable_clock_skew_correction, "AWS_DISABLE_CLOCK_SKEW_CORRECTION");
  const int max_attempts = config.retry.max_attempts
                               ? *config.retry.max_attempts
                               : environment.PositiveInt("AWS_MAX_ATTEMPTS").value_or(3);
  if (!environment.mistake().empty()) return Misconfigured(environment.mistake());

  const std::string app_id =
      config.app_id ? *config.app_id : environment.Text("AWS_SDK_UA_APP_ID").value_or("");
  if (app_id.size() > kMaxAppIdSize || !std::all_of(app_id.begin(), app_id.end(), IsTokenCharacter)) {
    return Misconfigured(std::string(config.app_id ? "ClientConfig::app_id" : "AWS_SDK_UA_APP_ID") +
                         " is \"" + Printable(app_id, 64) +
                         "\": it may hold 50 letters, digits and !#$%&'*+-.^_`|~ at most");
  }

  if (region.empty() && override_url.url.empty()) return Failure(NoRegion());
  auto endpoint = ResolveEndpoint({.endpoint_prefix = kServiceName,
                                   .region = region,
                                   .use_fips = use_fips,
                                   .use_dualstack = use_dualstack,
                                   .override_url = override_url.url,
                                   .override_source = override_url.source,
                                   .allow_plaintext_http = config.allow_plaintext_http});
  if (!endpoint) return Failure(std::move(endpoint).error());
  if (!endpoint->overridden) endpoint->unreachable_hint = kServiceEnded;

  const std::string signing_region = config.signing_region.value_or(region);
  const std::string signing_name = config.signing_name.value_or(std::string(kServiceName));
  // Both become part of a header.
  if ((!signing_region.empty() && !IsHostLabel(signing_region)) || !IsHostLabel(signing_name)) {
    return Misconfigured("signatures cannot be made for region \"" + Printable(signing_region, 64) +
                         "\" and name \"" + Printable(signing_name, 64) +
                         "\": they may hold letters, digits and inner hyphens only");
  }

  std::string why;
  const auto url = ParseUrl(endpoint->origin, why);
  return Settings{
      .endpoint = *std::move(endpoint),
      .signing_region = signing_region,
      .signing_name = signing_name,
      .max_attempts = max_attempts,
      .retry_mode = config.retry.mode.value_or(RetryMode::kStandard),
      .correct_clock_skew = !ignore_skew,
      .ca_bundle = config.ca_bundle ? *config.ca_bundle : environment.Text("AWS_CA_BUNDLE").value_or(""),
      .app_id = app_id,
      .execution_environment = environment.Text("AWS_EXECUTION_ENV").value_or(""),
      .proxy = url ? ProxyFor(*url, platform) : ""};
}

}  // namespace lookoutvision::internal
