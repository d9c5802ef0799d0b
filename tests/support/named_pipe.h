// NamedPipe: shows by its end that every process which held it open has gone.
#pragma once

#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace lookoutvision::test {

class NamedPipe {
 public:
  NamedPipe() { ::mkfifo(path().c_str(), 0600); }

  std::string path() const { return folder_.PathOf("pipe"); }

 private:
  TemporaryFolder folder_;
};

/// The end of a named pipe to read from. It returns what is there: the file streams of libc++ wait until a
/// whole buffer is full.
class NamedPipeReader {
 public:
  /// Blocks until a writer has opened the other end.
  explicit NamedPipeReader(const NamedPipe& pipe) : end_(::open(pipe.path().c_str(), O_RDONLY | O_CLOEXEC)) {}

  /// The next line, without its end; what remains if the last writer goes first.
  std::string ReadLine() const {
    std::string line;
    for (char byte = 0; ::read(end_.number(), &byte, 1) == 1 && byte != '\n';) line += byte;
    return line;
  }
  /// Blocks until something is written or the last writer has gone, and returns whether that is the end.
  bool Ends() const {
    char byte = 0;
    return ::read(end_.number(), &byte, 1) == 0;
  }

 private:
  internal::Descriptor end_;
};

}  // namespace lookoutvision::test
