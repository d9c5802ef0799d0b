// TemporaryFile: a file in a new directory, both removed by its destructor.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lookoutvision::testing {

class TemporaryFile {
 public:
  /// Throws std::runtime_error if it cannot be written.
  TemporaryFile(std::string_view name, std::string_view text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string path() const { return file_.string(); }

 private:
  std::filesystem::path directory_;
  std::filesystem::path file_;
};

}  // namespace lookoutvision::testing
