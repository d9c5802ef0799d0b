// Which proxy leads to a host; see proxy.h.
#include "config/proxy.h"

#include <optional>
#include <string_view>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

std::string Variable(const Platform& platform, const std::string& lower_case, const std::string& upper_case) {
  auto value = platform.getenv(lower_case);
  if (!value || value->empty()) value = platform.getenv(upper_case);
  return value.value_or("");
}

// Whether one entry of a no_proxy list covers the host.
bool Covers(std::string_view entry, std::string_view host, int port) {
  const auto colon = entry.rfind(':');
  const bool no_port = entry.find('/') != entry.npos ||
                       (entry.find(':') != colon && !entry.ends_with(']') && entry.find("]:") == entry.npos);
  if (colon != entry.npos && !no_port && !entry.ends_with(']')) {
    if (ParseNonNegative(entry.substr(colon + 1)) != port) return false;
    entry = entry.substr(0, colon);
  }
  const auto without_brackets = [](std::string_view text) {
    return text.starts_with('[') && text.ends_with(']') ? text.substr(1, text.size() - 2) : text;
  };
  entry = without_brackets(entry);
  host = without_brackets(host);
  if (entry == "*") return true;
  if (const auto slash = entry.find('/'); slash != entry.npos) {
    return IsInAddressRange(host, without_brackets(entry.substr(0, slash)), entry.substr(slash + 1));
  }
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const auto tail = host.substr(host.size() - entry.size());
  const bool whole_label = host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
  return whole_label && EqualsIgnoreCase(tail, entry);
}

bool IsExempt(std::string_view list, const Url& url) {
  constexpr std::string_view kSeparators = ", \t";
  while (true) {
    const auto start = list.find_first_not_of(kSeparators);
    if (start == list.npos) return false;
    list.remove_prefix(start);
    const auto entry = list.substr(0, list.find_first_of(kSeparators));
    if (Covers(entry, url.host(), url.port())) return true;
    list.remove_prefix(entry.size());
  }
}

}  // namespace

std::string ProxyFor(const Url& url, const Platform& platform) {
  if (IsLoopback(url.host())) return "";
  std::string proxy = url.is_https() ? Variable(platform, "https_proxy", "HTTPS_PROXY")
                                     : Variable(platform, "http_proxy", "HTTP_PROXY");
  if (proxy.empty() || IsExempt(Variable(platform, "no_proxy", "NO_PROXY"), url)) return "";
  return proxy;
}

}  // namespace lookoutvision::internal
