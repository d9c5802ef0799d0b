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

/// The real `Platform::read_file` and `Platform::write_file`.
FileRead ReadWholeFile(const std::string& path);
std::string ReplaceFile(const std::string& path, std::string_view content);

}  // namespace lookoutvision::internal
