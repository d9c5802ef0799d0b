// TemporaryFolder: a folder that is removed with its content when the object is destroyed.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace lookoutvision::test {

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(::testing::TempDir() + "lookoutvision.XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) {
      throw std::runtime_error("cannot create a folder in " + ::testing::TempDir());
    }
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  /// The path of `name` in the folder.
  std::string PathOf(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

}  // namespace lookoutvision::test
