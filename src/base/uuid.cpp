// UUIDs of version 4; see uuid.h.
#include "base/uuid.h"

#include <cstdint>
#include <cstring>

#include "base/text.h"

namespace lookoutvision::internal {

std::string MakeUuid(const std::function<void(std::span<std::byte>)>& random_bytes) {
  std::array<std::byte, 16> random{};
  random_bytes(random);
  return std::string(Uuid(random));
}

Uuid::Uuid(std::span<const std::byte, 16> random) {
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), random.data(), bytes.size());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  text_.fill('-');
  char* to = text_.data();
  std::span<const std::uint8_t> rest = bytes;
  for (const std::size_t group : std::array<std::size_t, 5>{4, 2, 2, 2, 6}) {
    if (to != text_.data()) ++to;  // over the dash
    to = WriteHex(to, rest.first(group));
    rest = rest.subspan(group);
  }
}

}  // namespace lookoutvision::internal
