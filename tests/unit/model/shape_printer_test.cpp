// Tests of ShapePrinter.
#include "model/shape_printer.h"

#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/shapes.h>

namespace lookoutvision::internal {
namespace {

template <typename T>
std::string PrintMember(const T& value) {
  std::ostringstream out;
  ShapePrinter(out, "S").Member("M", value).End();
  return out.str();
}

TEST(ShapePrinter, SeparatesMembersByCommas) {
  std::ostringstream out;
  ShapePrinter(out, "S").Member("A", std::string("1")).Member("B", std::string("2")).End();
  EXPECT_EQ(out.str(), R"(S{A: "1", B: "2"})");
}

TEST(ShapePrinter, OmitsAbsentMembers) {
  std::ostringstream out;
  ShapePrinter(out, "S")
      .Member("A", std::optional<std::string>())
      .Member("B", std::optional<std::string>("2"))
      .End();
  EXPECT_EQ(out.str(), R"(S{B: "2"})");
  EXPECT_EQ(PrintMember(std::optional<Tag>()), "S{}");
}

TEST(ShapePrinter, PrintsAnEmptyTextAsQuotes) {
  EXPECT_EQ(PrintMember(std::string()), R"(S{M: ""})");
}

TEST(ShapePrinter, EscapesControlCharactersAndInvalidUtf8) {
  EXPECT_EQ(PrintMember(std::string("a\r\nb\x1b[2J\xff")), R"(S{M: "a\r\nb\x1b[2J\xff"})");
}

TEST(ShapePrinter, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(PrintMember(std::string(R"(a", N: "b)")), R"(S{M: "a\", N: \"b"})");
  EXPECT_EQ(PrintMember(std::string(R"(a\)")), R"(S{M: "a\\"})");
}

TEST(ShapePrinter, TruncatesTextAfter256Bytes) {
  EXPECT_EQ(PrintMember(std::string(250, 'x')), "S{M: \"" + std::string(250, 'x') + "\"}");
  EXPECT_EQ(PrintMember(std::string(257, 'x')), "S{M: \"" + std::string(253, 'x') + "...\"}");
}

TEST(ShapePrinter, PrintsKnownEnumeratorsBareAndUnknownOnesInQuotes) {
  using Status = OpenEnum<ModelPackagingJobStatus>;
  EXPECT_EQ(PrintMember(Status(ModelPackagingJobStatus::kRunning)), "S{M: RUNNING}");
  EXPECT_EQ(PrintMember(Status("ON, HOLD")), R"(S{M: "ON, HOLD"})");
  EXPECT_EQ(PrintMember(Status()), R"(S{M: ""})");
}

TEST(ShapePrinter, PrintsListsInBrackets) {
  EXPECT_EQ(PrintMember(std::vector<Tag>()), "S{M: []}");
  EXPECT_EQ(PrintMember(std::vector<Tag>{{.key = "a", .value = ""}, {.key = "b", .value = "c"}}),
            R"(S{M: [Tag{Key: "a", Value: ""}, Tag{Key: "b", Value: "c"}]})");
}

TEST(ShapePrinter, PrintsTimesInUtc) {
  using std::chrono::system_clock;
  EXPECT_EQ(PrintMember(system_clock::from_time_t(1'440'938'160)), "S{M: 2015-08-30T12:36:00Z}");
}

}  // namespace
}  // namespace lookoutvision::internal
