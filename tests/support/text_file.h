// TextFile: a temporary file that is removed when the object is destroyed.
#pragma once

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

namespace lookoutvision::test {

class TextFile {
 public:
  explicit TextFile(const std::string& text = {}) : path_(::testing::TempDir() + "lookoutvision.XXXXXX") {
    const int file = mkstemp(path_.data());
    if (file < 0) throw std::runtime_error("cannot create a file in " + ::testing::TempDir());
    close(file);
    Write(text);
  }
  ~TextFile() { std::remove(path_.c_str()); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  void Write(const std::string& text) { std::ofstream(path_) << text; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace lookoutvision::test
