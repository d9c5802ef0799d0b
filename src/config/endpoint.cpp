// Resolves the endpoint of a service.
#include "config/endpoint.h"

#include <algorithm>
#include <array>

#include "base/ip_address.h"
#include "base/text.h"
#include "base/url.h"
#include "config/misconfigured.h"

namespace lookoutvision::internal {
namespace {

struct PartitionRule {
  Partition partition;
  // The pseudo region of the whole partition; empty if there is none.
  std::string_view global_region;
  // The names of the partition's regions are `<prefix>-<word>-<number>`.
  std::array<std::string_view, 9> prefixes;
};

constexpr std::array<PartitionRule, 8> kPartitions{{
    {{"aws", "amazonaws.com", "api.aws"},
     "aws-global",
     {"us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"}},
    {{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"}, "aws-cn-global", {"cn"}},
    {{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"}, "", {"eusc-de"}},
    {{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov"}, "aws-iso-global", {"us-iso"}},
    {{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"}, "aws-iso-b-global", {"us-isob"}},
    {{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"}, "aws-iso-e-global", {"eu-isoe"}},
    {{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"}, "aws-iso-f-global", {"us-isof"}},
    {{"aws-us-gov", "amazonaws.com", "api.aws"}, "aws-us-gov-global", {"us-gov"}},
}};

// The prefix in `<prefix>-<word>-<number>`; empty if `region` has another form.
std::string_view PrefixOf(std::string_view region) {
  const auto number = region.find_last_not_of("0123456789") + 1;
  if (number < 2 || number == region.size() || region[number - 1] != '-') return "";
  const auto hyphen = region.rfind('-', number - 2);
  return hyphen == region.npos || hyphen == number - 2 ? "" : region.substr(0, hyphen);
}

constexpr std::string_view kUnixScheme = "unix:";

// `path` is literal: nothing in it is decoded.
Outcome<Endpoint> FromUnixSocket(std::string_view path, const std::string& what) {
  if (path.starts_with("///")) path.remove_prefix(2);
  if (const auto problem = ValidateSocketPath(path))
    return Misconfigured({what, " names a Unix socket, whose path ", problem->text});
  return Endpoint{.origin = std::string(kUnixScheme).append(path),
                  .authority = "localhost",
                  .unix_socket = std::string(path),
                  .overridden = true};
}

Outcome<Endpoint> FromOverride(const EndpointParameters& parameters) {
  // Names the source, but does not quote the URL, which may contain a password.
  const std::string what = "the endpoint override (" + std::string(parameters.override_source) + ")";
  if (parameters.use_fips || parameters.use_dualstack) {
    return Misconfigured({what, " cannot be combined with ", parameters.use_fips ? "FIPS" : "dual stack",
                          ": remove one of them"});
  }
  if (EqualsIgnoreCase(parameters.override_url.substr(0, kUnixScheme.size()), kUnixScheme))
    return FromUnixSocket(parameters.override_url.substr(kUnixScheme.size()), what);
  const auto url = ParseUrl(parameters.override_url);
  if (!url) return Misconfigured({what, " is not a valid URL: it ", url.problem()});
  if (url->has_userinfo()) return Misconfigured({what, " contains a user name or password: remove it"});
  if (!url->query().empty()) return Misconfigured({what, " contains a query: remove it"});
  if (!url->is_https() && !parameters.allow_plaintext_http && !IsLoopback(url->host())) {
    return Misconfigured({what, " is plain http to ", url->host(),
                          ", which would send signatures and data unencrypted: use https, or set "
                          "allow_plaintext_http"});
  }
  std::string_view base_path = url->path();
  if (const auto at = base_path.find_first_of("\"<>[]^`{|}"); at != base_path.npos) {
    return Misconfigured({what, " contains '", base_path.substr(at, 1),
                          "' in its path: replace the placeholder, or percent-encode the character"});
  }
  while (base_path.ends_with('/')) base_path.remove_suffix(1);
  return Endpoint{.origin = url->Origin(),
                  .authority = url->Authority(),
                  .base_path = std::string(base_path),
                  .overridden = true};
}

bool IsGlobal(const EndpointParameters& parameters) {
  return parameters.service.has_global_endpoint && parameters.region == "aws-global" &&
         !parameters.use_fips && !parameters.use_dualstack;
}

}  // namespace

bool IsHostLabel(std::string_view text) {
  const auto allowed = [](char c) { return IsAlphanumeric(c) || c == '-'; };
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), allowed);
}

const Partition& PartitionOf(std::string_view region) {
  const auto prefix = PrefixOf(region);
  for (const auto& [partition, global_region, prefixes] : kPartitions) {
    const bool listed = !prefix.empty() && std::ranges::find(prefixes, prefix) != prefixes.end();
    if (listed || (!region.empty() && region == global_region)) return partition;
  }
  return kPartitions.front().partition;
}

Outcome<Endpoint> ResolveEndpoint(const EndpointParameters& parameters) {
  if (!parameters.override_url.empty()) return FromOverride(parameters);
  if (!IsHostLabel(parameters.region)) {
    return Misconfigured(
        {"the region \"", Printable(parameters.region, 64),
         "\" cannot be part of a host name: it may contain only letters, digits and inner hyphens"});
  }
  const Partition& partition = PartitionOf(parameters.region);
  const bool plain_is_fips = parameters.service.govcloud_is_fips && partition.id == "aws-us-gov";
  const bool is_global = IsGlobal(parameters);
  std::string host(parameters.service.endpoint_prefix);
  host += parameters.use_fips && (parameters.use_dualstack || !plain_is_fips) ? "-fips." : ".";
  if (!is_global) host.append(parameters.region) += '.';
  host += parameters.use_dualstack ? partition.dualstack_dns_suffix : partition.dns_suffix;
  return Endpoint{.origin = "https://" + host,
                  .authority = host,
                  .signing_region = is_global ? "us-east-1" : "",
                  .unreachable_hint = parameters.service.unreachable_hint};
}

}  // namespace lookoutvision::internal
