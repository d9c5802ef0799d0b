// CommaLocale: a locale with a decimal comma.
#pragma once

#include <clocale>
#include <cstdlib>
#include <fstream>
#include <string>

#include <stdlib.h>

#include "support/temporary_folder.h"

namespace lookoutvision::test {

/// Builds the locale in a temporary folder, since a machine may have none, and sets it as the process's
/// numeric locale for its lifetime. Needs the C library's localedef.
class CommaLocale {
 public:
  CommaLocale() {
    std::ofstream characters(folder_.PathOf("characters"));
    characters << "<code_set_name> ASCII\n<comment_char> %\n<escape_char> /\n<mb_cur_max> 1\nCHARMAP\n"
               << std::hex;
    for (unsigned i = 0; i < 128; ++i) {
      characters << "<U00" << i / 16 << i % 16 << "> /x" << i / 16 << i % 16 << " x\n";
    }
    characters << "END CHARMAP\n" << std::flush;
    std::ofstream(folder_.PathOf("source"))
        << "LC_CTYPE\nEND LC_CTYPE\n"
           "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \"\"\ngrouping -1\n"
           "END LC_NUMERIC\n";
    const std::string make = "cd '" + folder_.path() +
                             "'"
                             " && localedef -c --no-archive -f ./characters -i ./source ./comma >log 2>&1";
    // Its status is not zero, since it warns about missing categories.
    [[maybe_unused]] const int status = std::system(make.c_str());
    setenv("LOCPATH", folder_.path().c_str(), 1);
    set_ = std::setlocale(LC_NUMERIC, "comma") != nullptr;
  }
  ~CommaLocale() {
    std::setlocale(LC_NUMERIC, "C");
    unsetenv("LOCPATH");
  }
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;

  /// False if localedef is missing.
  bool set() const { return set_; }

 private:
  TemporaryFolder folder_;
  bool set_ = false;
};

}  // namespace lookoutvision::test
