// IP addresses, and the paths of Unix sockets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/parsed.h"

namespace lookoutvision::internal {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes;
  /// How many of `bytes` are used: 4 or 16.
  std::size_t size;
};

/// An address without brackets: dotted decimal in four parts, or IPv6. Absent for legacy spellings (`127.1`).
std::optional<IpAddress> ParseIpAddress(std::string_view text);
/// An IPv6 address in brackets, as in a URL.
std::optional<IpAddress> ParseBracketedIpv6(std::string_view text);

/// Whether `host`, in lower case as in a Url, is `localhost`, `localhost.`, in 127.0.0.0/8, or `[::1]` in any
/// spelling. An IPv4-mapped address is not, as for Python 3.11 and curl.
bool IsLoopback(std::string_view host);

/// Whether `host` is an address in the IPv4 or IPv6 range `network/bits`, all without brackets.
bool IsInAddressRange(std::string_view host, std::string_view network, std::string_view bits);

/// What the path of a Unix socket "must" be or have, if it is not valid.
std::optional<Problem> ValidateSocketPath(std::string_view path);

}  // namespace lookoutvision::internal
