// IP addresses, parsed with inet_pton, and the paths of Unix sockets.
#include "base/ip_address.h"

#include <algorithm>
#include <string>

#include <arpa/inet.h>
#include <sys/un.h>

#include "base/text.h"

namespace lookoutvision::internal {

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  IpAddress address{};
  const std::string terminated(text);
  if (text.find('\0') != text.npos) return std::nullopt;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.size = 4;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.size = 16;
  } else {
    return std::nullopt;
  }
  return address;
}

std::optional<IpAddress> ParseBracketedIpv6(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  const auto address = ParseIpAddress(text.substr(1, text.size() - 2));
  return address && address->size == 16 ? address : std::nullopt;
}

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "localhost.") return true;
  if (const auto address = ParseIpAddress(host)) return address->size == 4 && address->bytes.front() == 127;
  const auto address = ParseBracketedIpv6(host);
  return address && address->bytes == ParseIpAddress("::1")->bytes;
}

bool IsInAddressRange(std::string_view host, std::string_view network, std::string_view bits) {
  const auto address = ParseIpAddress(host);
  const auto begin = ParseIpAddress(network);
  const auto prefix = ParseNonNegative(bits);
  if (!address || !begin || !prefix || address->size != begin->size ||
      *prefix > static_cast<std::int64_t>(begin->size * 8)) {
    return false;
  }
  const auto whole = static_cast<std::size_t>(*prefix / 8);
  if (!std::equal(begin->bytes.data(), begin->bytes.data() + whole, address->bytes.data())) return false;
  const auto rest = static_cast<unsigned>(*prefix % 8);
  const unsigned mask = 0xFFU & (0xFF00U >> rest);
  return rest == 0 || (address->bytes[whole] & mask) == (begin->bytes[whole] & mask);
}

std::optional<Problem> ValidateSocketPath(std::string_view path) {
  constexpr std::size_t kMaxSize = sizeof(sockaddr_un::sun_path) - 1;
  if (!path.starts_with('/') || path.starts_with("//"))
    return Problem{"must begin with one slash, as in unix:/run/gateway.sock"};
  if (path.size() > kMaxSize) return Problem{"must have at most " + std::to_string(kMaxSize) + " bytes"};
  if (Printable(path) != path) return Problem{"must be printable UTF-8"};
  return std::nullopt;
}

}  // namespace lookoutvision::internal
