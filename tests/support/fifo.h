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

/// The end of a named pipe to read from, which shows by its end that every writer has gone. It returns what
/// is there: the file streams of libc++ wait until a whole buffer is full.
class FifoReader {
 public:
  /// Blocks until a writer has opened the other end.
  explicit FifoReader(const Fifo& fifo) : end_(open(fifo.path().c_str(), O_RDONLY | O_CLOEXEC)) {}

  /// The next line, without its end; what remains if the last writer goes first.
  std::string ReadLine() const {
    std::string line;
    for (char byte = 0; read(end_.number(), &byte, 1) == 1 && byte != '\n';) line += byte;
    return line;
  }
  /// Blocks until something is written or the last writer has gone, and returns whether that is the end.
  bool Ends() const {
    char byte = 0;
    return read(end_.number(), &byte, 1) == 0;
  }

 private:
  internal::Descriptor end_;
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
