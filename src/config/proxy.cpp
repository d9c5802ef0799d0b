// Selects the proxy for a URL from the environment.
#include "config/proxy.h"

#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "base/ip_address.h"
#include "base/text.h"
#include "config/lookup.h"
#include "config/misconfigured.h"

namespace lookoutvision::internal {
namespace {

// A lower-case variable that is set, even to nothing, hides the upper-case one, as in botocore.
Setting VariableInEitherCase(const Platform& platform, const char* lower_case, const char* upper_case) {
  const char* name = platform.getenv(lower_case) ? lower_case : upper_case;
  return {FindVariable(platform, name).value_or(""), name};
}

// A CGI server passes the request's header `Proxy` as HTTP_PROXY, so its value is the client's.
Setting ProxyVariable(const Platform& platform, bool is_https) {
  if (is_https) return VariableInEitherCase(platform, "https_proxy", "HTTPS_PROXY");
  const bool is_cgi = platform.getenv("REQUEST_METHOD").has_value();
  return VariableInEitherCase(platform, "http_proxy", is_cgi ? "http_proxy" : "HTTP_PROXY");
}

std::string_view WithoutBrackets(std::string_view text) {
  return text.starts_with('[') && text.ends_with(']') ? text.substr(1, text.size() - 2) : text;
}

std::string_view WithoutTrailingDot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool MatchesName(std::string_view entry, std::string_view host) {
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const auto tail = host.substr(host.size() - entry.size());
  const bool whole_label = host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
  return whole_label && EqualsIgnoreCase(tail, entry);
}

bool MatchesHost(std::string_view entry, std::string_view host) {
  if (entry == "*") return true;
  if (const auto slash = entry.find('/'); slash != entry.npos) {
    return IsInAddressRange(host, WithoutBrackets(entry.substr(0, slash)), entry.substr(slash + 1));
  }
  const auto address = ParseIpAddress(host);
  if (!address) return MatchesName(entry, host);
  const auto other = ParseIpAddress(entry);
  return other && other->size == address->size && other->bytes == address->bytes;
}

// Whether an entry of a no_proxy list matches the host and port.
bool Matches(std::string_view entry, std::string_view host, int port) {
  const auto colon = entry.rfind(':');
  const bool no_port = entry.find('/') != entry.npos ||
                       (entry.find(':') != colon && !entry.ends_with(']') && entry.find("]:") == entry.npos);
  if (colon != entry.npos && !no_port && !entry.ends_with(']')) {
    if (ParseNonNegative(entry.substr(colon + 1)) != port) return false;
    entry = entry.substr(0, colon);
  }
  return MatchesHost(WithoutTrailingDot(WithoutBrackets(entry)), WithoutTrailingDot(WithoutBrackets(host)));
}

bool IsExempt(std::string_view list, const Url& url) {
  constexpr std::string_view kSeparators = ", \t\r\n\v\f";
  while (true) {
    const auto start = list.find_first_not_of(kSeparators);
    if (start == list.npos) return false;
    list.remove_prefix(start);
    const auto entry = list.substr(0, list.find_first_of(kSeparators));
    if (Matches(entry, url.host(), url.port())) return true;
    list.remove_prefix(entry.size());
  }
}

}  // namespace

std::vector<std::string> ProxySecrets(std::string_view proxy) {
  const auto at = proxy.rfind('@');
  if (at == proxy.npos) return {};
  std::string_view user_info = proxy.substr(0, at);
  if (const auto scheme = user_info.find("://"); scheme != user_info.npos)
    user_info.remove_prefix(scheme + 3);
  const std::string user = PercentDecode(user_info);
  const auto colon = user_info.find(':');
  if (colon == user_info.npos) return {Base64(user + ':')};
  const std::string_view password = user_info.substr(colon + 1);
  return {std::string(password), PercentDecode(password), Base64(user)};
}

Outcome<std::string> ProxyFor(const Url& url, const Platform& platform) {
  if (IsLoopback(url.host())) return std::string();
  Setting proxy = ProxyVariable(platform, url.is_https());
  if (proxy.value.empty() || IsExempt(VariableInEitherCase(platform, "no_proxy", "NO_PROXY").value, url))
    return std::string();
  if (const auto problem = ValidateProxyUrl(proxy.value)) {
    return Misconfigured({proxy.source, " is not a valid proxy URL: it ", problem->text});
  }
  return std::move(proxy.value);
}

}  // namespace lookoutvision::internal
