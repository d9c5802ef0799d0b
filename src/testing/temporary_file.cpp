// Creates and removes temporary files.
#include "testing/temporary_file.h"

#include <fstream>
#include <stdexcept>
#include <system_error>

#include <stdlib.h>

namespace lookoutvision::testing {

TemporaryFile::TemporaryFile(std::string_view name, std::string_view text) {
  std::string directory = (std::filesystem::temp_directory_path() / "lookoutvision-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) {
    throw std::runtime_error("cannot create a directory like " + directory);
  }
  directory_ = directory;
  file_ = directory_ / name;
  std::ofstream out(file_, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
    throw std::runtime_error("cannot write " + file_.string());
  }
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace lookoutvision::testing
