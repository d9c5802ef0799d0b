// Tests of JSON text in and out.
#include "base/json.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lookoutvision::internal {
namespace {

std::string Nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(ParseJson, ReadsADocument) {
  std::string why;
  const auto value = ParseJson(R"( {"a": [1, "x\"[[", null]} )", why);
  ASSERT_TRUE(value);
  EXPECT_EQ((*value)["a"][1], "x\"[[");
  EXPECT_EQ(why, "");
}

TEST(ParseJson, SaysWhyItRefuses) {
  const auto why_not = [](std::string_view text) {
    std::string why;
    EXPECT_FALSE(ParseJson(text, why)) << text.substr(0, 40);
    return why;
  };
  EXPECT_EQ(why_not(""), "is empty");
  EXPECT_EQ(why_not("<html>"), "is no well-formed JSON");
  EXPECT_EQ(why_not(R"({"a": 1)"), "is no well-formed JSON");
  EXPECT_EQ(why_not(R"({"a": 1} x)"), "is no well-formed JSON");
  EXPECT_EQ(why_not("\"\xFF\""), "is no well-formed JSON");
  EXPECT_EQ(why_not(R"("\ud800")"), "is no well-formed JSON");
  EXPECT_EQ(why_not({"{}\0x", 4}), "holds a NUL character");
  EXPECT_EQ(why_not({"{\0}", 3}), "holds a NUL character");
  EXPECT_EQ(why_not(R"({"a": -1e999})"), "holds a number beyond the range of a double");
  EXPECT_EQ(why_not("\xEF\xBB\xBF{}"), "begins with a byte order mark");
  EXPECT_EQ(why_not(Nested(65)), "nests deeper than 64 levels");
  EXPECT_EQ(why_not(std::string(200'000, '[')), "nests deeper than 64 levels");
  EXPECT_EQ(why_not(R"({"a":)" + Nested(64) + "}"), "nests deeper than 64 levels");
}

TEST(ParseJson, CountsBracketsOutsideOfStringsOnly) {
  std::string why;
  EXPECT_TRUE(ParseJson(Nested(64), why)) << why;
  EXPECT_TRUE(ParseJson("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"]", why)) << why;
}

TEST(JsonWriter, WritesCompactlyInTheOrderGiven) {
  JsonWriter json;
  json.BeginObject().Key("b").String("x").Key("a").BeginArray();
  json.String("1").BeginObject().EndObject().Raw("2").EndArray();
  json.Key("c").BeginObject().Key("d").Raw("null").EndObject().EndObject();
  EXPECT_EQ(std::move(json).Take(), R"({"b":"x","a":["1",{},2],"c":{"d":null}})");
}

TEST(JsonWriter, EscapesSoThatAnyParserReadsTheSameText) {
  std::string text = "\"\\/\b\f\n\r\t\x01\x1f\x7f \xC3\xA4 \xF0\x9F\x98\x80";
  text += '\0';
  JsonWriter json;
  json.String(text);
  const std::string written = std::move(json).Take();
  EXPECT_EQ(nlohmann::json::parse(written).get<std::string>(), text);
  EXPECT_NE(written.find("\\u0001"), std::string::npos);
  EXPECT_NE(written.find("\\n"), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision::internal
