// The real Platform.
#include "base/real_platform.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>

#include <unistd.h>

#include <lookoutvision/platform.h>

#include "base/files.h"
#include "base/random.h"
#include "base/real_process.h"
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
class FileReader {
 public:
  FileRead operator()(const std::string& path, const IoOptions& options) const {
    if (IsDescriptorPath(path) && (streams_->Find(path) != nullptr || IsStream(path))) {
      return streams_->ReadOnce(path, options);
    }
    return IsStream(path) ? streams_->ReadFresh(path, options) : ReadWholeFile(path, options);
  }

 private:
  // Such a pipe has no name, so no other writer can open it, and it can be read only once.
  static bool IsDescriptorPath(std::string_view path) {
    return path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/") || path == "/dev/stdin";
  }

  std::shared_ptr<StreamReader> streams_ = std::make_shared<StreamReader>(ContinueReading);
};

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
  if (!platform.read_file) platform.read_file = FileReader();
  FillIfEmpty(platform.write_file, ReplaceFile);
  FillIfEmpty(platform.run_process, RunProcess);
  return platform;
}

std::chrono::steady_clock::time_point RealSteadyNow() {
  return std::chrono::steady_clock::now();
}

}  // namespace lookoutvision::internal
