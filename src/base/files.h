// Files for the real Platform: read whole, and replaced in one step; and who owns a descriptor. What is in
// them is none of its business.
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
  /// False where the system had kept the news of a failed write until now.
  bool Close();

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

/// A pipe that no program which is started later inherits. Throws std::system_error if there are no
/// descriptors left.
Pipe OpenPipe();

/// Whether a read of the file may wait for a writer: it is neither a regular file nor a folder. False if
/// there is none.
bool IsStream(const std::string& path);

/// Reads the file as `Platform::read_file` does, but keeps nothing of a stream that can be read only once.
FileRead ReadWholeFile(const std::string& path, const IoLimits& limits = {});

/// The same, after what `begun` holds of the file. If the read fails, `begun` holds what there is so far.
FileRead ContinueReading(const std::string& path, const IoLimits& limits, std::string& begun);

/// The real `Platform::write_file`.
std::string ReplaceFile(const std::string& path, std::string_view content);

}  // namespace lookoutvision::internal
