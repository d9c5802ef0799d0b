// NamedPipe: shows by its end that every process which held it open has gone.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <sys/stat.h>

#include "support/temporary_folder.h"

namespace lookoutvision::test {

class NamedPipe {
 public:
  NamedPipe() { ::mkfifo(path().c_str(), 0600); }

  std::string path() const { return folder_.PathOf("pipe"); }
  /// What writers write, up to the end of the last of them.
  std::string ReadAll() const {
    std::ifstream file(path());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace lookoutvision::test
