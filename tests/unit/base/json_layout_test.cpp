// Tests of JSON formatting.
#include "base/json_layout.h"

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

TEST(JsonLayout, IndentsMembersAndElements) {
  EXPECT_EQ(Indented(R"({"a":[1,[]],"b":{},"c":{"d":null}})", 2),
            "{\n  \"a\": [\n    1,\n    []\n  ],\n  \"b\": {},\n  \"c\": {\n    \"d\": null\n  }\n}");
  EXPECT_EQ(Indented("[]", 2), "[]");
}

TEST(JsonLayout, DoesNotChangeStrings) {
  EXPECT_EQ(Indented(R"(["a,b:{}[\"],\\","c"])", 1), "[\n \"a,b:{}[\\\"],\\\\\",\n \"c\"\n]");
}

TEST(JsonLayout, EscapesEverythingButPrintableAscii) {
  EXPECT_EQ(AsciiJson("\"a ~\x7f\u00e9\u202e\U0001F600\xff\""),
            R"("a ~\u007f\u00e9\u202e\ud83d\ude00\ufffd")");
}

}  // namespace
}  // namespace lookoutvision::internal
