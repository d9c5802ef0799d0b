// Tests of JsonReader.
#include "base/json_reader.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

JsonValue Parse(std::string_view text) {
  auto value = ParseJson(text);
  EXPECT_TRUE(value) << value.problem();
  return value ? *std::move(value) : JsonValue{};
}

std::string Describe(const std::optional<JsonMismatch>& mismatch) {
  return mismatch ? mismatch->path + ": " + mismatch->expected : "";
}

// The mismatch that `read` finds in the document.
template <typename Read>
std::string MismatchOf(std::string_view text, Read read) {
  JsonValue value = Parse(text);
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(value, "", mismatch);
  read(reader);
  return Describe(mismatch);
}

std::optional<std::string> ReadName(JsonReader& reader) {
  return reader.String("Name");
}

TEST(JsonReader, ReadsMissingAndNullMembersAsAbsent) {
  const auto read = [](JsonReader& reader) {
    for (const char* name : {"Null", "Missing"}) {
      EXPECT_FALSE(reader.Find(name));
      EXPECT_FALSE(reader.String(name));
      EXPECT_FALSE(reader.Integer(name, 0, 1));
      EXPECT_FALSE(reader.Timestamp(name));
      EXPECT_FALSE(reader.Object(name, ReadName));
      EXPECT_FALSE(reader.Objects(name, ReadName));
    }
  };
  EXPECT_EQ(MismatchOf(R"({"Null":null})", read), "");
}

TEST(JsonReader, ReadsMembersOfTheirType) {
  const auto read = [](JsonReader& reader) {
    EXPECT_EQ(reader.String("s"), "text");
    EXPECT_EQ(reader.Integer("i", -7, -7), -7);
    EXPECT_EQ(reader.Timestamp("t"), SystemTime(std::chrono::milliseconds{1500}));
    EXPECT_EQ(reader.Object("o", ReadName), "a");
    EXPECT_EQ(reader.Objects("l", ReadName), (std::vector<std::optional<std::string>>{"b", std::nullopt}));
  };
  EXPECT_EQ(MismatchOf(R"({"s":"text","i":-7,"t":1.5,"o":{"Name":"a"},"l":[{"Name":"b"},{}]})", read), "");
}

TEST(JsonReader, ReportsTheActualType) {
  const auto actual_of = [](std::string_view text) {
    JsonValue value = Parse(text);
    std::optional<JsonMismatch> mismatch;
    JsonReader reader(value, "", mismatch);
    reader.Integer("i", 1, 9);
    reader.Objects("l", ReadName);
    return mismatch ? mismatch->actual : "";
  };
  EXPECT_EQ(actual_of(R"({"i":true})"), "a boolean");
  EXPECT_EQ(actual_of(R"({"i":10})"), "a number");
  EXPECT_EQ(actual_of(R"({"i":"a"})"), "a string");
  EXPECT_EQ(actual_of(R"({"i":[]})"), "an array");
  EXPECT_EQ(actual_of(R"({"i":{}})"), "an object");
  EXPECT_EQ(actual_of(R"({"l":[null]})"), "null");
  EXPECT_EQ(actual_of("null"), "null");
}

TEST(JsonReader, ReportsThePathAndTheExpectedType) {
  const auto read = [](JsonReader& reader) {
    reader.String("s");
    reader.Integer("i", 1, 9);
    reader.Timestamp("t");
    reader.Object("o", ReadName);
    reader.Objects("l", [](JsonReader& element) { return element.Object("o", ReadName); }, {.max_size = 2});
  };
  EXPECT_EQ(MismatchOf(R"({"s":7})", read), "s: a string");
  for (const char* number : {"0", "10", "1.0", "\"1\"", "99999999999999999999"}) {
    EXPECT_EQ(MismatchOf(R"({"i":)" + std::string(number) + "}", read), "i: an integer from 1 to 9");
  }
  for (const char* time : {"\"now\"", "1e300", "-1e11"}) {
    EXPECT_EQ(MismatchOf(R"({"t":)" + std::string(time) + "}", read),
              "t: a number of seconds between the years 1677 and 2262");
  }
  EXPECT_EQ(MismatchOf(R"({"o":[]})", read), "o: an object");
  EXPECT_EQ(MismatchOf(R"({"l":{}})", read), "l: an array");
  EXPECT_EQ(MismatchOf(R"({"l":[{},{},{}]})", read), "l: an array of at most 2 elements");
  EXPECT_EQ(MismatchOf(R"({"l":[{},null]})", read), "l[1]: an object");
  EXPECT_EQ(MismatchOf(R"({"l":[{},{"o":{"Name":true}}]})", read), "l[1].o.Name: a string");
  EXPECT_EQ(MismatchOf("[]", read), ": an object");
}

TEST(JsonReader, KeepsTheFirstMismatch) {
  const auto read = [](JsonReader& reader) {
    reader.Object("b", ReadName);
    reader.String("a");
    reader.Report("c", "better");
  };
  EXPECT_EQ(MismatchOf(R"({"a":1,"b":{"Name":1}})", read), "b.Name: a string");
  EXPECT_EQ(MismatchOf("{}", read), "c: better");
}

TEST(JsonReader, SkipsNullsOfAnArrayIfAllowed) {
  const auto read = [](JsonReader& reader) {
    const auto names = reader.Objects("l", ReadName, {.skip_nulls = true});
    EXPECT_EQ(names, (std::vector<std::optional<std::string>>{"a"}));
  };
  EXPECT_EQ(MismatchOf(R"({"l":[null,{"Name":"a"},null]})", read), "");
}

}  // namespace
}  // namespace lookoutvision::internal
