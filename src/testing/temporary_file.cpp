// Creates and removes temporary files.
#include "testing/temporary_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <stdlib.h>
#include <unistd.h>

namespace lookoutvision::testing {

TemporaryFile::TemporaryFile(std::string_view text)
    : path_((std::filesystem::temp_directory_path() / "lookoutvision-XXXXXX").string()) {
  const int created = ::mkstemp(path_.data());
  if (created < 0) {
    throw std::runtime_error("cannot create a file like " + path_ + ": " +
                             std::generic_category().message(errno));
  }
  ::close(created);
  std::ofstream out(path_, std::ios::binary);
  out << text;
  out.close();
  if (out) return;
  ::unlink(path_.c_str());
  throw std::runtime_error("cannot write " + path_);
}

TemporaryFile::~TemporaryFile() {
  ::unlink(path_.c_str());
}

}  // namespace lookoutvision::testing
