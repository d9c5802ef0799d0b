// Tests of the Unicode class table.
#include <initializer_list>

#include <gtest/gtest.h>

#include "model/constraints.h"

namespace lookoutvision::internal {
namespace {

void ExpectContained(std::initializer_list<char32_t> characters) {
  for (const char32_t c : characters) EXPECT_TRUE(IsLetterSeparatorOrNumber(c)) << "U+" << std::hex << +c;
}

void ExpectNotContained(std::initializer_list<char32_t> characters) {
  for (const char32_t c : characters) EXPECT_FALSE(IsLetterSeparatorOrNumber(c)) << "U+" << std::hex << +c;
}

TEST(UnicodeTables, ContainLettersOfEveryKindAndScript) {
  // Lu, Ll, Lt, Lm and Lo of several scripts.
  ExpectContained({0x41,  0x5A,  0x61,  0x7A,  0xAA,  0xB5,   0xDF,   0xE9,   0x1C5,  0x2B0, 0x3A9,
                   0x416, 0x5D0, 0x62F, 0x905, 0xE01, 0x10A0, 0x3042, 0x30A2, 0xAC00, 0xFF21});
}

TEST(UnicodeTables, ContainSeparatorsOfEveryKind) {
  // Zs, Zl and Zp.
  ExpectContained({0x20, 0xA0, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000});
}

TEST(UnicodeTables, ContainNumbersOfEveryKind) {
  // Nd, Nl and No.
  ExpectContained({0x30, 0x39, 0xB2, 0xBC, 0x660, 0x669, 0x966, 0x2160, 0x2460, 0x3007, 0x1D7FF});
}

TEST(UnicodeTables, ContainCharactersAboveTheBasicPlane) {
  ExpectContained({0x10000, 0x1D400, 0x20000, 0x2A6DF, 0x30000, 0x3134A});
}

TEST(UnicodeTables, DoNotContainOtherClasses) {
  // Controls, formats, marks, punctuation, symbols, surrogates, private use, unassigned, and numbers that are
  // not code points.
  ExpectNotContained({0x00,  0x0A,   0x7F,   0x85,     0xAD,     0x200B,    0x200D, 0x202E, 0xFEFF,
                      0x300, 0x903,  0x20DD, 0x21,     0x2E,     0x5F,      0x2013, 0x3001, 0x24,
                      0x2B,  0x5E,   0x20AC, 0xD7,     0x1F600,  0xD800,    0xDBFF, 0xDFFF, 0xE000,
                      0x378, 0xFFFE, 0xFFFF, 0x10FFFF, 0x110000, 0xFFFFFFFF});
}

TEST(UnicodeTables, MatchTheEdgesOfUnicodesRanges) {
  struct Edge {
    char32_t last_outside, first, last, first_outside;
  };
  for (const Edge& edge :
       {Edge{0x2F, 0x30, 0x39, 0x3A}, Edge{0x40, 0x41, 0x5A, 0x5B}, Edge{0xA9, 0xAA, 0xAA, 0xAB},
        Edge{0xD7, 0xD8, 0xF6, 0xF7}, Edge{0x65F, 0x660, 0x669, 0x66A}, Edge{0x2027, 0x2028, 0x2029, 0x202A},
        Edge{0x4DFF, 0x4E00, 0x9FFF, 0xA48D}, Edge{0xABFF, 0xAC00, 0xD7A3, 0xD7A4},
        Edge{0x1FFFF, 0x20000, 0x2A6DF, 0x2A6E0}, Edge{0x2FFFF, 0x30000, 0x3134A, 0x3134B}}) {
    SCOPED_TRACE(testing::Message() << std::hex << +edge.first);
    EXPECT_FALSE(IsLetterSeparatorOrNumber(edge.last_outside));
    EXPECT_TRUE(IsLetterSeparatorOrNumber(edge.first));
    EXPECT_TRUE(IsLetterSeparatorOrNumber(edge.last));
    EXPECT_FALSE(IsLetterSeparatorOrNumber(edge.first_outside));
  }
}

TEST(UnicodeTables, ContainAsManyCodePointsAsUnicode14) {
  int count = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) count += IsLetterSeparatorOrNumber(c) ? 1 : 0;
  EXPECT_EQ(count, 133566);
}

}  // namespace
}  // namespace lookoutvision::internal
