// Random bytes from the system, and UUIDs.
#include "base/random.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <system_error>

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// The fallback in a sandbox that forbids getrandom.
bool ReadFromDevice(std::span<std::byte> bytes) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> device(std::fopen("/dev/urandom", "rbe"), close);
  return device && std::fread(bytes.data(), 1, bytes.size(), device.get()) == bytes.size();
}

}  // namespace

void SystemRandomBytes(std::span<std::byte> bytes) {
  constexpr std::size_t kMaxGetentropySize = 256;
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kMaxGetentropySize));
    if (getentropy(piece.data(), piece.size()) != 0) {
      const int error = errno;
      if (ReadFromDevice(bytes)) return;
      throw std::system_error(error, std::generic_category(), "cannot get random bytes from the system");
    }
    bytes = bytes.subspan(piece.size());
  }
}

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
