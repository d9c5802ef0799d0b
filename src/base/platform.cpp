// The real Platform; see real_platform.h.
#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include <unistd.h>

#include <lookoutvision/platform.h>

#include "base/files.h"
#include "base/real_platform.h"
#include "base/real_process.h"

namespace lookoutvision::internal {
namespace {

bool StoppableSleep(std::chrono::nanoseconds duration, const std::stop_token& stop_token) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  // Nobody notifies: it ends by time or by the token.
  wake.wait_for(lock, stop_token, duration, [] { return false; });
  return !stop_token.stop_requested();
}

void SystemRandomBytes(std::span<std::byte> bytes) {
  constexpr std::size_t kMostAtOnce = 256;
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kMostAtOnce));
    // It fails on systems without randomness only, where a token that repeats would be worse than an end.
    if (getentropy(piece.data(), piece.size()) != 0) std::abort();
    bytes = bytes.subspan(piece.size());
  }
}

std::optional<std::string> SystemEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

template <typename F, typename G>
void FillIfEmpty(F& member, G real) {
  if (!member) member = real;
}

}  // namespace

Platform WithRealParts(Platform platform) {
  FillIfEmpty(platform.system_now, std::chrono::system_clock::now);
  FillIfEmpty(platform.steady_now, std::chrono::steady_clock::now);
  FillIfEmpty(platform.sleep, StoppableSleep);
  FillIfEmpty(platform.random_bytes, SystemRandomBytes);
  FillIfEmpty(platform.getenv, SystemEnvironment);
  FillIfEmpty(platform.read_file, ReadWholeFile);
  FillIfEmpty(platform.write_file, ReplaceFile);
  FillIfEmpty(platform.run_process, RunProcess);
  return platform;
}

}  // namespace lookoutvision::internal
