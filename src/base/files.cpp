// Files for the real Platform; see files.h.
#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxFileSize = std::size_t{16} * 1024 * 1024;

std::string Reason(int error) {
  return std::generic_category().message(error);
}

// Room for what `file` says it holds, and one byte more, which tells its end.
std::size_t ExpectedSize(const Descriptor& file) {
  struct stat status {};
  constexpr std::size_t kLeast = 4096;
  if (fstat(file.number(), &status) != 0 || status.st_size < 0) return kLeast;
  return std::clamp(static_cast<std::size_t>(status.st_size), kLeast, kMaxFileSize) + 1;
}

bool WriteAll(const Descriptor& file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file.number(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

bool Descriptor::Close() {
  return number_ < 0 || close(std::exchange(number_, -1)) == 0;
}

FileRead ReadWholeFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return {.missing = errno == ENOENT || errno == ENOTDIR, .problem = Reason(errno)};
  std::string content(ExpectedSize(file), '\0');
  std::size_t size = 0;
  while (true) {
    const ssize_t count = read(file.number(), content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {.problem = Reason(errno)};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > kMaxFileSize) return {.problem = "it is longer than 16 MiB"};
    // A pipe, or a file that grows, does not say how much is to come.
    if (size == content.size()) content.resize(std::min(size * 2, kMaxFileSize + 1));
  }
  content.resize(size);
  return {.content = std::move(content)};
}

std::string ReplaceFile(const std::string& path, std::string_view content) {
  // In the same folder, so that renaming it is one step.
  std::string temporary = path + ".XXXXXX";
  // Made for the owner alone.
  Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return Reason(errno);
  // On disk before it takes the old one's place: after a crash there is the one or the other.
  if (WriteAll(file, content) && fsync(file.number()) == 0 && file.Close() &&
      std::rename(temporary.c_str(), path.c_str()) == 0) {
    return "";
  }
  std::string reason = Reason(errno);
  unlink(temporary.c_str());
  return reason;
}

}  // namespace lookoutvision::internal
