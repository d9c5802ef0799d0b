// Tests of the JSON parser.
#include "base/json.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

std::string Nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

JsonValue Parsed(std::string_view text) {
  auto value = ParseJson(text);
  EXPECT_TRUE(value) << text;
  return value ? *std::move(value) : JsonValue{};
}

TEST(ParseJson, ParsesADocument) {
  using Type = JsonValue::Type;
  const JsonValue root = Parsed(R"( {"a": [1, "x\"[[", null, true, -2.5e1], "b": {"c": {}}} )");
  ASSERT_EQ(root.type, Type::kObject);
  ASSERT_EQ(root.values.size(), 2U);
  const JsonValue& a = root.values[0];
  EXPECT_EQ(a.name, "a");
  ASSERT_EQ(a.type, Type::kArray);
  ASSERT_EQ(a.values.size(), 5U);
  EXPECT_EQ(a.values[0].type, Type::kNumber);
  EXPECT_EQ(a.values[0].number, 1);
  EXPECT_EQ(a.values[0].name, "");
  EXPECT_EQ(a.values[1].type, Type::kString);
  EXPECT_EQ(a.values[1].text, "x\"[[");
  EXPECT_EQ(a.values[2].type, Type::kNull);
  EXPECT_EQ(a.values[3].type, Type::kBoolean);
  EXPECT_EQ(a.values[3].text, "true");
  EXPECT_EQ(a.values[4].number, -25);
  const JsonValue& b = root.values[1];
  EXPECT_EQ(b.name, "b");
  ASSERT_EQ(b.values.size(), 1U);
  EXPECT_EQ(b.values[0].name, "c");
  EXPECT_EQ(b.values[0].type, Type::kObject);
}

TEST(ParseJson, ParsesAScalarDocument) {
  EXPECT_EQ(Parsed("7").number, 7);
  EXPECT_EQ(Parsed(R"("x")").text, "x");
  EXPECT_EQ(Parsed("null").type, JsonValue::Type::kNull);
}

TEST(JsonValue, FindsTheLastMemberWithTheName) {
  const JsonValue root = Parsed(R"({"a":"first","b":{"a":"within"},"a":"last"})");
  ASSERT_NE(root.Find("a"), nullptr);
  EXPECT_EQ(root.Find("a")->text, "last");
  EXPECT_EQ(root.TextOf("a"), "last");
  EXPECT_EQ(root.Find("c"), nullptr);
  EXPECT_EQ(root.TextOf("b"), "");
  EXPECT_EQ(root.TextOf("c"), "");
  EXPECT_EQ(Parsed(R"(["a"])").Find(""), nullptr);
}

TEST(JsonValue, IsAnIntegerOnlyIfWrittenAsOne) {
  EXPECT_EQ(Parsed("-9223372036854775808").Integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(Parsed("9223372036854775807").Integer(), std::numeric_limits<std::int64_t>::max());
  for (const char* const text : {"9223372036854775808", "1.0", "1e3", R"("1")", "true", "{}"}) {
    EXPECT_EQ(Parsed(text).Integer(), std::nullopt) << text;
  }
}

TEST(JsonValue, HasATypeName) {
  std::string names;
  for (const JsonValue& value : Parsed(R"([null,true,1,"x",[],{}])").values) {
    names.append(ToString(value.type)).append(" ");
  }
  EXPECT_EQ(names, "null boolean number string array object ");
}

TEST(ParseJson, ReplacesLoneSurrogates) {
  const std::string mark = "\xEF\xBF\xBD";
  for (const auto& [text, expected] :
       {std::pair(R"("\ud800")", mark), std::pair(R"("a\uDFFFb")", "a" + mark + "b"),
        std::pair(R"("\udbff\ud83d\uDE00")", mark + "\xF0\x9F\x98\x80"),
        std::pair(R"("\ud800\n\u0041")", mark + "\nA"), std::pair(R"("\\ud800")", std::string("\\ud800")),
        std::pair(R"("\\\ud800")", "\\" + mark)}) {
    EXPECT_EQ(Parsed(text).text, expected) << text;
  }
  const JsonValue root = Parsed(R"({"a":"\udc00","code":"Throttled","b\ud9ff":1})");
  EXPECT_EQ(root.TextOf("code"), "Throttled");
  EXPECT_NE(root.Find("b" + mark), nullptr);
}

TEST(ParseJson, ReportsThePositionOfAnError) {
  const auto position_in = [](std::string_view text) {
    std::size_t position = 0;
    EXPECT_FALSE(ParseJson(text, 2, &position)) << text;
    return position;
  };
  EXPECT_EQ(position_in("<html>"), 1u);
  EXPECT_EQ(position_in(R"({"a": tru})"), 10u);
  EXPECT_EQ(position_in(R"({"a": 1)"), 8u);
  EXPECT_EQ(position_in(R"({"\ud800": 1 x)"), 14u);
  EXPECT_EQ(position_in(R"([-1e999])"), 7u);
  EXPECT_EQ(position_in("[1,2,3]"), 0u);
}

TEST(ParseJson, ReportsWhatIsWrong) {
  const auto problem_of = [](std::string_view text) {
    const auto value = ParseJson(text);
    EXPECT_FALSE(value) << text.substr(0, 40);
    return value ? "" : value.problem();
  };
  EXPECT_EQ(problem_of(""), "is empty");
  EXPECT_EQ(problem_of("<html>"), "is not well-formed JSON");
  EXPECT_EQ(problem_of(R"({"a": 1)"), "is not well-formed JSON");
  EXPECT_EQ(problem_of(R"({"a": 1} x)"), "is not well-formed JSON");
  EXPECT_EQ(problem_of("\"\xFF\""), "is not well-formed JSON");
  EXPECT_EQ(problem_of({"{}\0x", 4}), "contains a NUL character");
  EXPECT_EQ(problem_of({"{\0}", 3}), "contains a NUL character");
  EXPECT_EQ(problem_of(R"({"a": -1e999})"), "contains a number that is out of range for a double");
  EXPECT_EQ(problem_of("\xEF\xBB\xBF{}"), "begins with a byte order mark");
  EXPECT_EQ(problem_of(Nested(65)), "nests deeper than 64 levels");
  EXPECT_EQ(problem_of(std::string(200'000, '[')), "nests deeper than 64 levels");
  EXPECT_EQ(problem_of(R"({"a":)" + Nested(64) + "}"), "nests deeper than 64 levels");
}

std::string Elements(std::size_t count) {
  std::string text = "[0";
  for (std::size_t i = 1; i < count; ++i) text += ",0";
  return text;
}

TEST(ParseJson, StopsAtTheFirstValueAboveTheMaximum) {
  EXPECT_TRUE(ParseJson(Elements(kMaxJsonValues - 1) + "]"));
  // The text after the last value is not parsed.
  EXPECT_EQ(ParseJson(Elements(kMaxJsonValues) + " no JSON").problem(), "contains more than 10000 values");
}

TEST(ParseJson, CountsValuesOfEveryTypeUpToTheCallersMaximum) {
  constexpr const char* kNine = R"({"a":[1,null,"x",{}],"b":{"c":true,"d":-1e5}})";
  EXPECT_TRUE(ParseJson(kNine, 9));
  EXPECT_EQ(ParseJson(kNine, 8).problem(), "contains more than 8 values");
  EXPECT_TRUE(ParseJson(Elements(kMaxJsonValues) + "]", kMaxJsonValues + 1));
}

TEST(ParseJson, CountsBracketsOutsideOfStringsOnly) {
  EXPECT_TRUE(ParseJson(Nested(64)));
  EXPECT_TRUE(ParseJson("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"]"));
}

}  // namespace
}  // namespace lookoutvision::internal
