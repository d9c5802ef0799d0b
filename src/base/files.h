// File descriptors, and reading and replacing files for the real Platform.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { Close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// False if closing reports a deferred write error.
  bool Close();

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

/// A pipe that child processes do not inherit. Throws std::system_error if no descriptors are available.
Pipe OpenPipe();

/// Whether a read of the file may wait for a writer: it exists, and is neither a regular file nor a folder.
bool IsStream(const std::string& path);

/// Reads the file like `Platform::read_file`, but does not cache streams that can be read only once.
FileRead ReadWholeFile(const std::string& path, const IoOptions& options = {});

/// The same, starting with the content in `partial`, which an earlier read returned. If the read fails,
/// `partial` contains everything that was read so far.
FileRead ContinueReading(const std::string& path, const IoOptions& options, std::string& partial);

/// Implements `Platform::write_file`.
std::string ReplaceFile(const std::string& path, std::string_view content);

}  // namespace lookoutvision::internal
