// Version 4 UUIDs.
#include "base/uuid.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace lookoutvision::internal {

std::string MakeUuid(const std::function<void(std::span<std::byte>)>& random_bytes) {
  std::array<std::uint8_t, 16> bytes{};
  random_bytes(std::as_writable_bytes(std::span(bytes)));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string text = Hex(bytes);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace lookoutvision::internal
