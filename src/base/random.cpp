// Random bytes of the system; see random.h.
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

// For a sandbox that refuses getrandom.
bool ReadFromDevice(std::span<std::byte> bytes) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> device(std::fopen("/dev/urandom", "rbe"), close);
  return device && std::fread(bytes.data(), 1, bytes.size(), device.get()) == bytes.size();
}

}  // namespace

void SystemRandomBytes(std::span<std::byte> bytes) {
  constexpr std::size_t kMostAtOnce = 256;
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kMostAtOnce));
    if (getentropy(piece.data(), piece.size()) != 0) {
      const int error = errno;
      if (ReadFromDevice(bytes)) return;
      throw std::system_error(error, std::generic_category(), "the system gives no random bytes");
    }
    bytes = bytes.subspan(piece.size());
  }
}

}  // namespace lookoutvision::internal
