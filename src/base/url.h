// A strict parser for absolute http and https URLs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// An absolute http or https URL, with scheme and host in lower case, and otherwise neither resolved nor
/// normalised. The accessors return views, valid until the Url is modified, moved or destroyed.
class Url {
 public:
  /// `http` or `https`.
  std::string_view scheme() const { return is_https_ ? "https" : "http"; }
  bool is_https() const { return is_https_; }
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  std::string_view host() const { return host_; }
  /// As written, or the default port of the scheme.
  std::uint16_t port() const { return port_; }
  /// As written: empty, or from the first slash on.
  std::string_view path() const { return path_; }
  /// As written, without the question mark.
  std::string_view query() const { return query_; }
  /// Whether the host follows a user name or password, which is not accessible.
  bool has_userinfo() const { return has_userinfo_; }

  /// The Host header: `host`, or `host:port` if the port is not the default port of the scheme.
  std::string Authority() const;
  /// `host:port`, always.
  std::string HostAndPort() const;
  /// `scheme://authority`
  std::string Origin() const;

 private:
  friend Parsed<Url> ParseUrl(std::string_view text);

  bool is_https_ = false;
  std::string host_;
  std::uint16_t port_ = 0;
  std::string path_;
  std::string query_;
  bool has_userinfo_ = false;
};

/// Parses `scheme://[userinfo@]host[:port][/path][?query]`. Everything else is a problem: other schemes,
/// fragments, control characters, spaces, backslashes, bytes outside ASCII, a `%` without two hex digits,
/// a second `@`, hosts that are neither names nor addresses (`127.1` and `[::1%eth0]` are not), ports outside
/// 1-65535.
Parsed<Url> ParseUrl(std::string_view text);

/// The decoded parameters of a query, without the empty ones. A parameter without '=' has an empty value. A
/// '+' is a plus sign.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);

/// Whether the text begins with `https:`, in any case: a URL, or a proxy.
bool IsHttps(std::string_view url);

/// `scheme://authority` as written, for a URL that ParseUrl accepts.
std::string_view OriginOf(std::string_view url);

/// What is wrong with the URL of a proxy, `[scheme://][userinfo@]host[:port]` with the scheme http (the
/// default), https, socks4, socks4a, socks5 or socks5h. Absent if it is valid.
std::optional<Problem> ValidateProxyUrl(std::string_view text);

}  // namespace lookoutvision::internal
