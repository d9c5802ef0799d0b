// Pipes for tests: a named one, and an anonymous one at /dev/fd/N like the shell's `<(...)`.
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

/// Writes all of `text`; false if the reader has closed the pipe.
inline bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(descriptor, text.data(), text.size());
    if (size <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

/// A named pipe. Ignores SIGPIPE for its lifetime.
class Fifo {
 public:
  Fifo() : former_(std::signal(SIGPIPE, SIG_IGN)) {
    if (mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("cannot make " + path());
  }
  ~Fifo() { std::signal(SIGPIPE, former_); }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  std::string path() const { return folder_.PathOf("fifo"); }

  /// The write end. Blocks until a reader has opened the pipe.
  int OpenForWriting() const { return open(path().c_str(), O_WRONLY | O_CLOEXEC); }

  /// Waits for a reader and writes `text` to it.
  void Serve(std::string_view text) const {
    const int end = OpenForWriting();
    WriteAll(end, text);
    close(end);
  }

 private:
  void (*const former_)(int);
  TemporaryFolder folder_;
};

/// The read end of a named pipe, unbuffered: the file streams of libc++ wait until a whole buffer is full.
class FifoReader {
 public:
  /// Blocks until a writer has opened the other end.
  explicit FifoReader(const Fifo& fifo) : end_(open(fifo.path().c_str(), O_RDONLY | O_CLOEXEC)) {}

  /// The next line, without its newline; the remaining text if the last writer closes the pipe.
  std::string ReadLine() const {
    std::string line;
    for (char byte = 0; read(end_.number(), &byte, 1) == 1 && byte != '\n';) line += byte;
    return line;
  }
  /// Blocks until data is written or the last writer closes the pipe, and returns whether it was closed.
  bool Ends() const {
    char byte = 0;
    return read(end_.number(), &byte, 1) == 0;
  }

 private:
  internal::Descriptor end_;
};

/// An anonymous pipe with the path of its descriptor.
class AnonymousPipe {
 public:
  AnonymousPipe() = default;
  /// A closed pipe that contains `text`, which must fit the system's pipe buffer.
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
