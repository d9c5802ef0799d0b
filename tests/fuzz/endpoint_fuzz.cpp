// Fuzz target: parses a URL, an endpoint override and a region. libcurl must parse an accepted URL in the
// same way.
#include <memory>

#include <curl/curl.h>

#include "base/ip_address.h"
#include "base/text.h"
#include "base/url.h"
#include "config/endpoint.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using internal::Url;

constexpr std::string_view kSecret = "zqsecretqz";

bool Contains(std::string_view text, std::string_view secret) {
  return text.find(secret) != text.npos;
}

void RequireSame(const Url& a, const Url& b) {
  Require(a.scheme() == b.scheme() && a.host() == b.host() && a.port() == b.port() && a.path() == b.path() &&
              a.query() == b.query(),
          "a URL that is written again is parsed the same");
}

// A part of a URL as libcurl parses it; empty if it is absent.
std::string CurlPart(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

void RequireSameUrlInCurl(const Url& url, const std::string& text) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> curl(curl_url(), curl_url_cleanup);
  Require(curl_url_set(curl.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS) == CURLUE_OK,
          "libcurl accepts the URL");
  const std::string host = internal::ToLower(CurlPart(curl.get(), CURLUPART_HOST));
  // libcurl shortens IPv6 addresses.
  Require(host == url.host() || (host.starts_with('[') && url.host().starts_with('[')),
          "libcurl connects to the same host");
  Require(internal::IsLoopback(host) == internal::IsLoopback(url.host()),
          "libcurl agrees on what is loopback");
  Require(CurlPart(curl.get(), CURLUPART_PORT) == std::to_string(url.port()),
          "libcurl connects to the same port");
  Require(CurlPart(curl.get(), CURLUPART_PATH) == (url.path().empty() ? "/" : url.path()),
          "libcurl has the path that is signed");
  Require(CurlPart(curl.get(), CURLUPART_QUERY) == url.query(), "libcurl has the query that is signed");
}

void CheckUrl(const std::string& text) {
  const auto url = internal::ParseUrl(text);
  if (!url) {
    Require(!url.problem().empty() && fuzz::IsPrintable(url.problem()), "an error has a printable reason");
    return;
  }
  Require(url->scheme() == (url->is_https() ? "https" : "http"), "a scheme is http or https");
  Require(!url->host().empty() && url->port() != 0, "a URL has a host and a port");
  Require(url->path().empty() || url->path().front() == '/', "a path begins with a slash");
  const std::string authority = url->Authority();
  Require(authority.find_first_of("@/?#\\% ") == authority.npos && fuzz::IsPrintable(authority),
          "an authority is a host and a port, and valid in a header");
  Require(fuzz::IsPrintable(url->path()) && fuzz::IsPrintable(url->query()),
          "a URL contains no control characters");
  Require(
      authority == url->HostAndPort() || url->HostAndPort() == authority + (url->is_https() ? ":443" : ":80"),
      "only the default port is omitted");

  std::string again = url->Origin();
  again += url->path();
  if (!url->query().empty()) again.append("?").append(url->query());
  const auto reread = internal::ParseUrl(again);
  Require(reread && !reread->has_userinfo(), "an accepted URL can be written again");
  RequireSame(*url, *reread);
  RequireSameUrlInCurl(*url, text);
}

void RequireConfigurationError(const Error& error) {
  Require(error.kind == ErrorKind::kConfiguration && error.attempts == 0,
          "a rejected endpoint is a configuration error");
  Require(!error.message.empty() && error.message.size() <= 1024, "an error has a message of limited length");
  Require(fuzz::IsPrintable(error.message), "an error is printable");
  fuzz::Print(error);
}

Url OriginOf(const internal::Endpoint& endpoint) {
  auto origin = internal::ParseUrl(endpoint.origin);
  Require(origin && origin->path().empty() && origin->query().empty() && !origin->has_userinfo(),
          "an origin is a scheme, a host and a port");
  // An endpoint of Amazon keeps the case of the region.
  Require(internal::EqualsIgnoreCase(origin->Origin(), endpoint.origin) &&
              endpoint.origin.ends_with("://" + endpoint.authority),
          "the Host header names the origin");
  return *std::move(origin);
}

void CheckUnixSocket(const internal::Endpoint& endpoint) {
  const std::string& path = endpoint.unix_socket;
  Require(path.front() == '/' && path.size() <= 107 && fuzz::IsPrintable(path),
          "the path of a socket is valid");
  Require(
      endpoint.origin == "unix:" + path && endpoint.authority == "localhost" && endpoint.base_path.empty(),
      "the Host of a socket is localhost");
}

void CheckOverride(internal::EndpointParameters parameters) {
  const auto endpoint = internal::ResolveEndpoint(parameters);
  if (!endpoint) return RequireConfigurationError(endpoint.error());
  Require(endpoint->overridden && !parameters.use_fips && !parameters.use_dualstack,
          "an override excludes FIPS and dual stack");
  if (!endpoint->unix_socket.empty()) return CheckUnixSocket(*endpoint);
  const Url origin = OriginOf(*endpoint);
  Require(origin.is_https() || parameters.allow_plaintext_http || internal::IsLoopback(origin.host()),
          "plain http is for loopback unless it is allowed");
  const std::string& base_path = endpoint->base_path;
  Require(base_path.empty() || (base_path.front() == '/' && base_path.back() != '/'),
          "a base path begins with a slash and does not end in one");
}

// The same override with a password before its host is rejected, and nothing contains the password.
void CheckPassword(internal::EndpointParameters parameters) {
  const std::string url(parameters.override_url);
  if (Contains(internal::ToLower(url), kSecret)) return;
  // The path of a Unix socket is literal.
  if (internal::EqualsIgnoreCase(url.substr(0, 6), "unix:/") && url.find("://") != 4) return;
  const auto scheme_end = url.find("://");
  const std::size_t begin = scheme_end == url.npos ? 0 : scheme_end + 3;
  const std::string planted = url.substr(0, begin) + "user:" + std::string(kSecret) + "@" + url.substr(begin);
  parameters.override_url = planted;
  const auto endpoint = internal::ResolveEndpoint(parameters);
  Require(!endpoint.has_value(), "a password in a URL is rejected");
  Require(!Contains(endpoint.error().message, kSecret), "no error contains a password");
  const auto parsed = internal::ParseUrl(planted);
  Require(parsed || !Contains(parsed.problem(), kSecret), "no reason contains a password");
  if (!parsed) return;
  Require(parsed->has_userinfo(), "a user name is detected");
  Require(!Contains(parsed->Origin(), kSecret) && !Contains(parsed->HostAndPort(), kSecret),
          "a password is not part of an origin");
}

void CheckRegion(internal::EndpointParameters parameters) {
  parameters.override_url = {};
  const auto endpoint = internal::ResolveEndpoint(parameters);
  if (!endpoint) return RequireConfigurationError(endpoint.error());
  Require(internal::IsHostLabel(parameters.region), "a region is part of a host's name");
  const auto& partition = internal::PartitionOf(parameters.region);
  const std::string host =
      std::string("lookoutvision") + (parameters.use_fips ? "-fips." : ".") + std::string(parameters.region) +
      '.' + std::string(parameters.use_dualstack ? partition.dualstack_dns_suffix : partition.dns_suffix);
  Require(!endpoint->overridden && endpoint->base_path.empty(), "an endpoint of Amazon has no base path");
  const Url origin = OriginOf(*endpoint);
  Require(origin.is_https() && origin.port() == 443, "an endpoint of Amazon has https and port 443");
  Require(internal::EqualsIgnoreCase(origin.host(), host), "the region is in the partition's domain");
}

}  // namespace
}  // namespace lookoutvision

// Fields: the URL, the region, and any of f (FIPS), d (dual stack) and p (plain http is allowed).
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
