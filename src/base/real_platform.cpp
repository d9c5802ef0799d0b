// The real Platform.
#include "base/real_platform.h"

#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>

#include <unistd.h>

#include <lookoutvision/platform.h>

#include "base/files.h"
#include "base/random.h"
#include "base/shell.h"
#include "base/stream_reader.h"

namespace lookoutvision::internal {
namespace {

bool StoppableSleep(std::chrono::nanoseconds duration, const std::stop_token& stop_token) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  // Never notified: it ends by the timeout or by the token.
  wake.wait_for(lock, stop_token, duration, [] { return false; });
  return !stop_token.stop_requested();
}

// Null in a setuid or setgid program: its user controls the environment, but not the privileges.
const char* TrustedVariable(const char* name) {
#if defined(__linux__)
  return ::secure_getenv(name);
#else
  return ::issetugid() != 0 ? nullptr : std::getenv(name);
#endif
}

std::optional<std::string> SystemEnvironment(const std::string& name) {
  const char* value = TrustedVariable(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// Copies share the content of streams that can be read only once.
auto MakeFileReader() {
  return [streams = std::make_shared<StreamReader>(ContinueReading)](const std::string& path,
                                                                     const IoOptions& options) {
    // Such a pipe has no name, so no other writer can open it.
    const bool once =
        path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/") || path == "/dev/stdin";
    const bool is_stream = IsStream(path) || (once && streams->Find(path) != nullptr);
    return is_stream ? streams->Read(path, options, once) : ReadWholeFile(path, options);
  };
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
  if (!platform.read_file) platform.read_file = MakeFileReader();
  FillIfEmpty(platform.write_file, ReplaceFile);
  FillIfEmpty(platform.run_process, RunProcess);
  return platform;
}

std::chrono::steady_clock::time_point RealSteadyNow() {
  return std::chrono::steady_clock::now();
}

}  // namespace lookoutvision::internal
