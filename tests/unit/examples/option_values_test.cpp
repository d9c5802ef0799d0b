// Tests of parsing numbers and durations in options.
#include "package_model/option_values.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/comma_locale.h"

namespace package_model {
namespace {

namespace test = lookoutvision::test;
using namespace std::chrono_literals;

TEST(ParseSeconds, AcceptsWholeNumbersAndFractions) {
  EXPECT_EQ(ParseSeconds("30"), 30s);
  EXPECT_EQ(ParseSeconds("0.5"), 500ms);
  EXPECT_EQ(ParseSeconds("0.001"), 1ms);
  EXPECT_EQ(ParseSeconds("1.0629"), 1062ms);
  EXPECT_EQ(ParseSeconds(".5"), 500ms);
  EXPECT_EQ(ParseSeconds("5."), 5s);
  EXPECT_EQ(ParseSeconds("31536000"), 365 * 24h);
}

TEST(ParseSeconds, AcceptsZeroIfItIsTheLeast) {
  for (const char* text : {"0", "0.", ".0", "0.0004"}) EXPECT_EQ(ParseSeconds(text, 0ms), 0ms) << text;
  for (const char* text : {"", ".", "-0"}) EXPECT_FALSE(ParseSeconds(text, 0ms)) << text;
}

TEST(ParseSeconds, DoesNotDependOnTheLocale) {
  const test::CommaLocale locale;
  if (!locale.set()) GTEST_SKIP() << "no localedef here";
  EXPECT_EQ(ParseSeconds("0.5"), 500ms);
  EXPECT_FALSE(ParseSeconds("0,5"));
}

TEST(ParseSeconds, RejectsEverythingElse) {
  for (const char* text : {"", "0", "-1", "+1", "0.0001", "31536001", "1e3", "nan", "inf", "1s", " 1", "1 ",
                           "0x10", "1,5", ".", "1.5.2", "1.-5", "31536000.001", "99999999999999999999"}) {
    EXPECT_FALSE(ParseSeconds(text)) << text;
  }
}

TEST(NumberOf, AcceptsItsRange) {
  std::vector<std::string> problems;
  EXPECT_EQ(NumberOf("--n", "1", {.least = 1}, problems), 1);
  EXPECT_EQ(NumberOf("--n", "2147483647", {.least = 1}, problems), 2147483647);
  EXPECT_EQ(NumberOf("--n", "0", {.least = 0, .most = 9}, problems), 0);
  EXPECT_EQ(NumberOf("--n", "9", {.least = 0, .most = 9}, problems), 9);
  EXPECT_FALSE(NumberOf("--n", std::nullopt, {.least = 1}, problems));
  EXPECT_THAT(problems, testing::IsEmpty());
}

TEST(NumberOf, RejectsEverythingElse) {
  for (const std::string text : {"", "0", "-1", "+1", "1.0", " 1", "1 ", "0x1", "2147483648", "many"}) {
    std::vector<std::string> problems;
    NumberOf("--n", text, {.least = 1}, problems);
    EXPECT_THAT(problems,
                testing::ElementsAre("--n: must be an integer of at least 1 (given: \"" + text + "\")"));
  }
  std::vector<std::string> problems;
  NumberOf("--n", "10", {.least = 0, .most = 9}, problems);
  EXPECT_THAT(problems, testing::ElementsAre("--n: must be an integer from 0 to 9 (given: \"10\")"));
}

}  // namespace
}  // namespace package_model
