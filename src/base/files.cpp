// Reads and replaces files for the real Platform.
#include "base/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io_wait.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxFileSize = std::size_t{16} * 1024 * 1024;

std::string Reason(int error) {
  return std::generic_category().message(error);
}

bool MayWaitForWriter(const struct stat& status) {
  return !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

// The reported size of the file, and one byte more so that the read that fills it also finds the end.
std::size_t ExpectedSize(const struct stat& status) {
  constexpr std::size_t kLeast = 4096;
  if (status.st_size < 0) return kLeast;
  return std::clamp(static_cast<std::size_t>(status.st_size), kLeast, kMaxFileSize) + 1;
}

std::string DescribeEnd(IoWait::End end, const IoOptions& options, bool has_data) {
  if (end == IoWait::End::kStopped) return kStoppedByCaller;
  return (has_data ? "it did not end within " : "nothing was written to it within ") +
         DurationText(options.timeout);
}

// A non-blocking pipe without a writer reads as if it had ended, so wait before each read.
FileRead ReadToEnd(const Descriptor& file, const IoOptions& options, std::string& content) {
  struct stat status {};
  if (fstat(file.number(), &status) != 0) return {.problem = Reason(errno)};
  std::optional<IoWait> wait;
  if (MayWaitForWriter(status)) wait.emplace(options);
  std::size_t size = content.size();
  const auto fail = [&](std::string problem) -> FileRead {
    content.resize(size);
    return {.problem = std::move(problem)};
  };
  content.resize(size + ExpectedSize(status));
  while (true) {
    const auto end = wait ? wait->Await({file.number()}) : IoWait::End::kReadable;
    if (end != IoWait::End::kReadable) return fail(DescribeEnd(end, options, size > 0));
    const ssize_t count = read(file.number(), content.data() + size, content.size() - size);
    if (count < 0 && (errno == EINTR || (wait && errno == EAGAIN))) continue;
    if (count < 0) return fail(Reason(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > kMaxFileSize) return fail("it is longer than 16 MiB");
    // The remaining size of a pipe, or of a file that grows, is not known.
    if (size == content.size()) content.resize(std::min(size * 2, kMaxFileSize + 1));
  }
  content.resize(size);
  return {.content = std::exchange(content, {})};
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

// The target of a symbolic link, so that the link survives; `path` if it does not exist.
std::string FollowLinks(const std::string& path) {
  const auto free_text = [](char* text) { std::free(text); };
  const std::unique_ptr<char, decltype(free_text)> target(realpath(path.c_str(), nullptr), free_text);
  return target ? target.get() : path;
}

// Gives `file` the owner and the mode of the file at `path`, if there is one. Fails rather than take over the
// file of another user.
bool KeepOwnerAndMode(const std::string& path, const Descriptor& file) {
  struct stat old {};
  if (stat(path.c_str(), &old) != 0) return true;
  const bool kept = fchown(file.number(), old.st_uid, old.st_gid) == 0 || old.st_uid == geteuid();
  return kept && fchmod(file.number(), old.st_mode & 07777) == 0;
}

}  // namespace

bool Descriptor::Close() {
  return number_ < 0 || close(std::exchange(number_, -1)) == 0;
}

Pipe OpenPipe() {
  std::array<int, 2> ends{};
#if defined(__APPLE__)
  const bool is_open = ::pipe(ends.data()) == 0 && ::fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
                       ::fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
#else
  const bool is_open = ::pipe2(ends.data(), O_CLOEXEC) == 0;
#endif
  if (!is_open) throw std::system_error(errno, std::generic_category());
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool IsStream(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && MayWaitForWriter(status);
}

FileRead ReadWholeFile(const std::string& path, const IoOptions& options) {
  std::string content;
  return ContinueReading(path, options, content);
}

FileRead ContinueReading(const std::string& path, const IoOptions& options, std::string& partial) {
  // O_NONBLOCK: opening a pipe would wait for a writer. O_NOCTTY: a terminal could take control of the
  // process.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return {.missing = errno == ENOENT || errno == ENOTDIR, .problem = Reason(errno)};
  try {
    return ReadToEnd(file, options, partial);
  } catch (const std::system_error& error) {
    return {.problem = error.code().message()};
  }
}

std::string ReplaceFile(const std::string& link, std::string_view content) {
  const std::string path = FollowLinks(link);
  // In the same folder, so that rename() is atomic.
  std::string temporary = path + ".XXXXXX";
  Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return Reason(errno);
  // Synced before the rename: after a crash, either the old or the new content is there.
  if (KeepOwnerAndMode(path, file) && WriteAll(file, content) && fsync(file.number()) == 0 && file.Close() &&
      std::rename(temporary.c_str(), path.c_str()) == 0) {
    return "";
  }
  std::string reason = Reason(errno);
  unlink(temporary.c_str());
  return reason;
}

}  // namespace lookoutvision::internal
