// TemporaryFile: a file that is removed by its destructor.
#pragma once

#include <string>
#include <string_view>

namespace lookoutvision::testing {

class TemporaryFile {
 public:
  /// Throws std::runtime_error if it cannot be written.
  explicit TemporaryFile(std::string_view text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace lookoutvision::testing
