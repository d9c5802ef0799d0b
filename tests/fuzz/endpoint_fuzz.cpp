// Fuzz target: any text as a URL, an endpoint override and a region. What is accepted must mean to libcurl,
// which connects to it, what it means to us.
#include <memory>

#include <curl/curl.h>

#include "base/ip_address.h"
#include "base/text.h"
#include "base/url.h"
#include "config/endpoint.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Must;
using internal::Url;

constexpr std::string_view kSecret = "zqsecretqz";

bool Mentions(std::string_view text, std::string_view secret) {
  return text.find(secret) != text.npos;
}

void MustBeSame(const Url& a, const Url& b) {
  Must(a.scheme() == b.scheme() && a.host() == b.host() && a.port() == b.port() && a.path() == b.path() &&
           a.query() == b.query(),
       "what is accepted reads the same when it is written again");
}

// One part of a URL as libcurl reads it, empty where there is none.
std::string CurlPart(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

void MustMeanTheSameToCurl(const Url& url, const std::string& text) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> curl(curl_url(), curl_url_cleanup);
  Must(curl_url_set(curl.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS) == CURLUE_OK,
       "libcurl reads what is accepted");
  const std::string host = internal::ToLower(CurlPart(curl.get(), CURLUPART_HOST));
  // libcurl shortens IPv6 addresses.
  Must(host == url.host() || (host.starts_with('[') && url.host().starts_with('[')),
       "libcurl connects to the host that was looked at");
  Must(internal::IsLoopback(host) == internal::IsLoopback(url.host()), "libcurl means the same loopback");
  Must(CurlPart(curl.get(), CURLUPART_PORT) == std::to_string(url.port()),
       "libcurl connects to the same port");
  Must(CurlPart(curl.get(), CURLUPART_PATH) == (url.path().empty() ? "/" : url.path()),
       "libcurl asks for the path that was signed");
  Must(CurlPart(curl.get(), CURLUPART_QUERY) == url.query(), "libcurl sends the query that was signed");
}

void CheckUrl(const std::string& text) {
  const auto url = internal::ParseUrl(text);
  if (!url) {
    Must(!url.problem().empty() && fuzz::IsPrintable(url.problem()), "an error has a printable reason");
    return;
  }
  Must(url->scheme() == (url->is_https() ? "https" : "http"), "a scheme is http or https");
  Must(!url->host().empty() && url->port() != 0, "there is a host and a port");
  Must(url->path().empty() || url->path().front() == '/', "a path begins with a slash");
  const std::string authority = url->Authority();
  Must(authority.find_first_of("@/?#\\% ") == authority.npos && fuzz::IsPrintable(authority),
       "an authority is a host and a port, and can be a header");
  Must(fuzz::IsPrintable(url->path()) && fuzz::IsPrintable(url->query()),
       "a URL holds no control characters");
  Must(
      authority == url->HostAndPort() || url->HostAndPort() == authority + (url->is_https() ? ":443" : ":80"),
      "only the scheme's own port is left out");

  std::string again = url->Origin();
  again += url->path();
  if (!url->query().empty()) again.append("?").append(url->query());
  const auto reread = internal::ParseUrl(again);
  Must(reread && !reread->has_userinfo(), "what is accepted can be written again");
  MustBeSame(*url, *reread);
  MustMeanTheSameToCurl(*url, text);
}

void MustBeMisconfigured(const Error& error) {
  Must(error.kind == ErrorKind::kConfiguration && error.attempts == 0,
       "a refused endpoint is a mistake of ours");
  Must(!error.message.empty() && error.message.size() <= 1024, "a refusal says why, within bounds");
  Must(fuzz::IsPrintable(error.message), "a refusal is printable");
  fuzz::Print(error);
}

// An endpoint that was accepted leads where its origin says.
Url OriginOf(const internal::Endpoint& endpoint) {
  auto origin = internal::ParseUrl(endpoint.origin);
  Must(origin && origin->path().empty() && origin->query().empty() && !origin->has_userinfo(),
       "an origin is a scheme, a host and a port");
  // Amazon's own keeps the case of the region.
  Must(internal::EqualsIgnoreCase(origin->Origin(), endpoint.origin) &&
           endpoint.origin.ends_with("://" + endpoint.authority),
       "the Host header names the origin");
  return *std::move(origin);
}

void CheckUnixSocket(const internal::Endpoint& endpoint) {
  const std::string& path = endpoint.unix_socket;
  Must(path.front() == '/' && path.size() <= 107 && fuzz::IsPrintable(path), "a socket has a usable path");
  Must(endpoint.origin == "unix:" + path && endpoint.authority == "localhost" && endpoint.base_path.empty(),
       "plain HTTP for localhost goes to a socket");
}

void CheckOverride(internal::EndpointParameters parameters) {
  const auto endpoint = internal::ResolveEndpoint(parameters);
  if (!endpoint) return MustBeMisconfigured(endpoint.error());
  Must(endpoint->overridden && !parameters.use_fips && !parameters.use_dualstack,
       "an override goes with neither FIPS nor dual stack");
  if (!endpoint->unix_socket.empty()) return CheckUnixSocket(*endpoint);
  const Url origin = OriginOf(*endpoint);
  Must(origin.is_https() || parameters.allow_plaintext_http || internal::IsLoopback(origin.host()),
       "plain http goes to loopback alone unless it is allowed");
  const std::string& base_path = endpoint->base_path;
  Must(base_path.empty() || (base_path.front() == '/' && base_path.back() != '/'),
       "a base path begins with a slash and does not end in one");
}

// The same override with a password before its host is refused, and nothing shows the password.
void CheckPassword(internal::EndpointParameters parameters) {
  const std::string url(parameters.override_url);
  if (Mentions(internal::ToLower(url), kSecret)) return;
  // The path of a Unix socket is literal.
  if (internal::EqualsIgnoreCase(url.substr(0, 6), "unix:/") && url.find("://") != 4) return;
  const auto scheme_end = url.find("://");
  const std::size_t begin = scheme_end == url.npos ? 0 : scheme_end + 3;
  const std::string planted = url.substr(0, begin) + "user:" + std::string(kSecret) + "@" + url.substr(begin);
  parameters.override_url = planted;
  const auto endpoint = internal::ResolveEndpoint(parameters);
  Must(!endpoint.has_value(), "a password in a URL is refused");
  Must(!Mentions(endpoint.error().message, kSecret), "no error tells a password");
  const auto parsed = internal::ParseUrl(planted);
  Must(parsed || !Mentions(parsed.problem(), kSecret), "no reason tells a password");
  if (!parsed) return;
  Must(parsed->has_userinfo(), "a user name is noticed");
  Must(!Mentions(parsed->Origin(), kSecret) && !Mentions(parsed->HostAndPort(), kSecret),
       "a password is not part of an origin");
}

void CheckRegion(internal::EndpointParameters parameters) {
  parameters.override_url = {};
  const auto endpoint = internal::ResolveEndpoint(parameters);
  if (!endpoint) return MustBeMisconfigured(endpoint.error());
  Must(internal::IsHostLabel(parameters.region), "a region is part of a host's name");
  const auto& partition = internal::PartitionOf(parameters.region);
  const std::string host =
      std::string("lookoutvision") + (parameters.use_fips ? "-fips." : ".") + std::string(parameters.region) +
      '.' + std::string(parameters.use_dualstack ? partition.dualstack_dns_suffix : partition.dns_suffix);
  Must(!endpoint->overridden && endpoint->base_path.empty(), "Amazon's own endpoint has no base path");
  const Url origin = OriginOf(*endpoint);
  Must(origin.is_https() && origin.port() == 443, "Amazon's own endpoint is reached by https");
  Must(internal::EqualsIgnoreCase(origin.host(), host), "the region is in the partition's domain");
}

}  // namespace
}  // namespace lookoutvision

// Fields: the URL, the region, and any of f (FIPS), d (dual stack) and p (plain http allowed).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lookoutvision;
  fuzz::Fields fields(fuzz::AsText(data, size));
  const std::string url = fields.Text();
  const std::string region = fields.Text();
  const std::string flags = fields.Text();
  const internal::EndpointParameters parameters{.region = region,
                                                .use_fips = flags.find('f') != flags.npos,
                                                .use_dualstack = flags.find('d') != flags.npos,
                                                .override_url = url,
                                                .override_source = "AWS_ENDPOINT_URL",
                                                .allow_plaintext_http = flags.find('p') != flags.npos};
  CheckUrl(url);
  CheckRegion(parameters);
  if (url.empty()) return 0;
  CheckOverride(parameters);
  CheckPassword(parameters);
  return 0;
}
