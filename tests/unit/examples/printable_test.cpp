// Tests of Printable: safe text is unchanged, other text becomes a JSON string.
#include "package_model/printable.h"

#include <string>

#include <gtest/gtest.h>

namespace package_model {
namespace {

TEST(Printable, KeepsPrintableAscii) {
  EXPECT_EQ(Printable(""), "");
  EXPECT_EQ(Printable("a \"b\" \\ ~"), "a \"b\" \\ ~");
}

TEST(Printable, EscapesControlCharacters) {
  EXPECT_EQ(Printable("a\x1b[2Jb"), R"("a\u001b[2Jb")");
  EXPECT_EQ(Printable("a\r\nb"), R"("a\r\nb")");
  EXPECT_EQ(Printable("\x7f"), R"("\u007f")");
  EXPECT_EQ(Printable(std::string(1, '\0')), R"("\u0000")");
  EXPECT_EQ(Printable("\xc2\x9b"), R"("\u009b")");
}

TEST(Printable, EscapesNonAsciiAndReplacesInvalidUtf8) {
  EXPECT_EQ(Printable("\xe2\x80\xae"), R"("\u202e")");
  EXPECT_EQ(Printable("caf\xc3\xa9"), R"("caf\u00e9")");
  EXPECT_EQ(Printable("\xff"), R"("\ufffd")");
}

}  // namespace
}  // namespace package_model
