// A strict parser for absolute http and https URLs, a subset of RFC 3986.
#include "base/url.h"

#include <algorithm>
#include <array>

#include "base/ip_address.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsNameCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

// A host that ends in a number, in any base, is an address, never a name: resolvers read `127.1`, `0x7f.1`
// and `2130706433` as 127.0.0.1.
bool EndsInNumber(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  if (last.starts_with("0x")) return std::all_of(last.begin() + 2, last.end(), IsHexDigit);
  return std::all_of(last.begin(), last.end(), IsDigit);
}

bool IsName(std::string_view host) {
  std::string_view rest = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
  if (rest.size() > 253 || EndsInNumber(rest)) return false;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string_view label = rest.substr(0, dot);
    if (label.empty() || label.size() > 63 || !std::all_of(label.begin(), label.end(), IsNameCharacter)) {
      return false;
    }
    if (dot == std::string_view::npos) return true;
    rest.remove_prefix(dot + 1);
  }
}

bool IsHost(std::string_view host) {
  if (host.starts_with('[')) return ParseBracketedIpv6(host).has_value();
  const auto address = ParseIpAddress(host);
  return address ? address->size == 4 : IsName(host);
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  if (text.size() > 5) return std::nullopt;
  const auto number = ParseNonNegative(text);
  if (!number || *number < 1 || *number > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

// Rejects characters that no part of a URL may contain.
std::optional<Problem> ValidateCharacters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7f) return Problem{"contains a control character"};
    if (c >= 0x80) return Problem{"contains bytes outside ASCII"};
    if (c == ' ') return Problem{"contains a space"};
    if (c == '\\') return Problem{"contains a backslash"};
    if (c == '#') return Problem{"contains a fragment ('#')"};
    if (c == '%' && (text.size() - i < 3 || !IsHexDigit(text[i + 1]) || !IsHexDigit(text[i + 2]))) {
      return Problem{"contains a '%' that is not followed by two hex digits"};
    }
  }
  return std::nullopt;
}

}  // namespace

Parsed<Url> ParseUrl(std::string_view text) {
  if (auto problem = ValidateCharacters(text)) return *std::move(problem);

  const std::string scheme = ToLower(text.substr(0, text.find("://")));
  if (scheme.size() == text.size() || (scheme != "http" && scheme != "https")) {
    return Problem{"does not begin with https:// or http://"};
  }
  std::string_view rest = text.substr(scheme.size() + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  rest.remove_prefix(authority.size());
  Url url;
  url.is_https_ = scheme == "https";
  url.path_ = rest.substr(0, rest.find('?'));
  url.query_ = rest.substr(std::min(rest.size(), url.path_.size() + 1));

  const std::size_t at = authority.rfind('@');
  url.has_userinfo_ = at != authority.npos;
  // libcurl would treat the first '@' as the end of the user name, and quote the password in its error.
  if (authority.find('@') != at) return Problem{"has a user name or password with an '@' in it"};

  const std::string_view host_and_port = url.has_userinfo_ ? authority.substr(at + 1) : authority;
  // The colons inside an IPv6 address do not begin a port.
  const std::size_t bracket = host_and_port.rfind(']');
  const std::size_t port_colon = host_and_port.find(':', bracket == host_and_port.npos ? 0 : bracket);
  url.host_ = ToLower(host_and_port.substr(0, port_colon));
  if (url.host().empty()) return Problem{"has no host"};
  if (!IsHost(url.host())) return Problem{"has a host that is neither a name nor an IP address"};

  url.port_ = url.is_https() ? 443 : 80;
  if (port_colon != std::string_view::npos) {
    const auto port = ParsePort(host_and_port.substr(port_colon + 1));
    if (!port) return Problem{"has a port that is not a number from 1 to 65535"};
    url.port_ = *port;
  }
  return url;
}

std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::string_view text = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), text.size() + 1));
    if (text.empty()) continue;
    const std::string_view name = text.substr(0, text.find('='));
    const std::string_view value = text.substr(std::min(text.size(), name.size() + 1));
    parameters.emplace_back(PercentDecode(name), PercentDecode(value));
  }
  return parameters;
}

bool IsHttps(std::string_view url) {
  return EqualsIgnoreCase(url.substr(0, 6), "https:");
}

std::string_view OriginOf(std::string_view url) {
  return url.substr(0, url.find_first_of("/?", url.find("://") + 3));
}

// libcurl is less strict, and quotes a proxy that it cannot parse, including the password.
std::optional<Problem> ValidateProxyUrl(std::string_view text) {
  constexpr std::array<std::string_view, 6> kSchemes = {"http",    "https",  "socks4",
                                                        "socks4a", "socks5", "socks5h"};
  const std::size_t separator = text.find("://");
  const bool has_scheme = separator != std::string_view::npos;
  const std::string scheme = has_scheme ? ToLower(text.substr(0, separator)) : "http";
  if (std::find(kSchemes.begin(), kSchemes.end(), std::string_view(scheme)) == kSchemes.end()) {
    return Problem{"does not begin with http://, https://, socks4://, socks4a://, socks5:// or socks5h://"};
  }
  const std::string_view rest = has_scheme ? text.substr(separator + 3) : text;
  const auto url = ParseUrl("http://" + std::string(rest));
  if (!url) return Problem{url.problem()};
  // libcurl would silently ignore the proxy, and connect directly.
  if (HasControlCharacters(PercentDecode(rest.substr(0, rest.find('@'))))) {
    return Problem{"has a user name or password with a control character"};
  }
  if (url->path().size() > 1 || !url->query().empty()) {
    return Problem{"continues after its port (in a password '/', '?' and '@' must be percent-encoded)"};
  }
  return std::nullopt;
}

std::string Url::HostAndPort() const {
  return std::string(host()) + ':' + std::to_string(port_);
}

std::string Url::Authority() const {
  return port_ == (is_https() ? 443 : 80) ? std::string(host()) : HostAndPort();
}

std::string Url::Origin() const {
  return std::string(scheme()) + "://" + Authority();
}

}  // namespace lookoutvision::internal
