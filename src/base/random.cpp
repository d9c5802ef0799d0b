// Random bytes from the system.
#include "base/random.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

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

}  // namespace lookoutvision::internal
