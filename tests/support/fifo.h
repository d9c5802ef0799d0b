// Pipes of a test's own: a named one in a folder, and a drained-once one at /dev/fd/N, as the shell's
// `<(...)`.
#pragma once

#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace lookoutvision::test {

/// Writes all of it; false if the reader has gone.
inline bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(descriptor, text.data(), text.size());
    if (size <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

/// A named pipe. While it lives, a reader that goes away is no signal.
class Fifo {
 public:
  Fifo() : former_(std::signal(SIGPIPE, SIG_IGN)) {
    if (mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("cannot make " + path());
  }
  ~Fifo() { std::signal(SIGPIPE, former_); }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  std::string path() const { return folder_.PathOf("fifo"); }

  /// The end to write to. Blocks until a reader has opened the other one.
  int OpenForWriting() const { return open(path().c_str(), O_WRONLY | O_CLOEXEC); }

  /// Waits for a reader and writes `text` for it.
  void Serve(std::string_view text) const {
    const int end = OpenForWriting();
    WriteAll(end, text);
    close(end);
  }

 private:
  void (*const former_)(int);
  TemporaryFolder folder_;
};

/// A pipe that is reached by the number of its descriptor.
class AnonymousPipe {
 public:
  AnonymousPipe() = default;
  /// One that holds `text`, which must be small enough for the system to keep, and ends there.
  explicit AnonymousPipe(std::string_view text) : AnonymousPipe() {
    WriteAll(write_end(), text);
    CloseWriteEnd();
  }

  std::string path() const { return "/dev/fd/" + std::to_string(ends_.read_end.number()); }
  int write_end() const { return ends_.write_end.number(); }
  void CloseWriteEnd() { ends_.write_end.Close(); }

 private:
  internal::Pipe ends_ = internal::OpenPipe();
};

}  // namespace lookoutvision::test
