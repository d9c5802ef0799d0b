// Tests of JsonWriter.
#include "base/json_writer.h"

#include <clocale>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "support/comma_locale.h"

namespace lookoutvision::internal {
namespace {

TEST(JsonWriter, WritesCompactlyInTheOrderGiven) {
  JsonWriter json;
  json.BeginObject().Key("b").String("x").Key("a").BeginArray();
  json.String("1").BeginObject().EndObject().Raw("2").EndArray();
  json.Key("c").BeginObject().Key("d").Raw("null").EndObject().EndObject();
  EXPECT_EQ(std::move(json).Take(), R"({"b":"x","a":["1",{},2],"c":{"d":null}})");
}

TEST(JsonWriter, IndentsMembersAndElements) {
  const auto value = ParseJson(R"({"a":[1,[]],"b":{},"c":{"d: {":null},"e":["a,b:{}[\"],\\","c"]})");
  ASSERT_TRUE(value);
  EXPECT_EQ(std::move(JsonWriter(2).Value(*value)).Take(),
            "{\n  \"a\": [\n    1,\n    []\n  ],\n  \"b\": {},\n  \"c\": {\n    \"d: {\": null\n  },\n"
            "  \"e\": [\n    \"a,b:{}[\\\"],\\\\\",\n    \"c\"\n  ]\n}");
  EXPECT_EQ(std::move(JsonWriter(2).BeginArray().EndArray()).Take(), "[]");
}

TEST(JsonWriter, WritesParsedValuesUnchanged) {
  const std::string_view text =
      R"({"b":[1,-2,18446744073709551615,0.10,1E-7,"x\"",[],{}],"a":{"c":null,"d\n":false},"":true})";
  const auto value = ParseJson(text);
  ASSERT_TRUE(value);
  EXPECT_EQ(std::move(JsonWriter().Value(*value)).Take(), text);
}

TEST(JsonWriter, WritesNumbersIndependentlyOfTheLocale) {
  const test::CommaLocale locale;
  if (!locale.set()) GTEST_SKIP() << "no localedef here";
  ASSERT_STREQ(std::localeconv()->decimal_point, ",");
  const auto value = ParseJson("[1.5,-0.25E+1]");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->values[0].number, 1.5);
  EXPECT_EQ(std::move(JsonWriter().Value(*value)).Take(), "[1.5,-0.25E+1]");
}

TEST(JsonWriter, EscapesStringsForAnyParser) {
  std::string text = "\"\\/\b\f\n\r\t\x01\x1f\x7f \xC3\xA4 \xF0\x9F\x98\x80";
  text += '\0';
  JsonWriter json;
  json.String(text);
  const std::string written = std::move(json).Take();
  EXPECT_EQ(nlohmann::json::parse(written).get<std::string>(), text);
  EXPECT_NE(written.find("\\u0001"), std::string::npos);
  EXPECT_NE(written.find("\\n"), std::string::npos);
}

TEST(AsciiJson, EscapesEverythingButPrintableAscii) {
  EXPECT_EQ(AsciiJson("\"a ~\x7f\u00e9\u202e\U0001F600\xff\""),
            R"("a ~\u007f\u00e9\u202e\ud83d\ude00\ufffd")");
}

}  // namespace
}  // namespace lookoutvision::internal
