// Tests of words for a shell.
#include "base/shell_word.h"

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

TEST(ShellWord, QuotesWhatAShellWouldChange) {
  EXPECT_EQ(ShellWord("https://h:1/a_b-c.d%20,@+="), "https://h:1/a_b-c.d%20,@+=");
  EXPECT_EQ(ShellWord(""), "''");
  EXPECT_EQ(ShellWord("http://[::1]:1"), "'http://[::1]:1'");
  EXPECT_EQ(ShellWord("it's $x"), R"('it'\''s $x')");
}

}  // namespace
}  // namespace lookoutvision::internal
