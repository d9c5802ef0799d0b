// Tests the values of options: numbers and times as they are typed.
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

TEST(CountOf, AcceptsNumbersFromOne) {
  std::vector<std::string> problems;
  EXPECT_EQ(CountOf("--n", "1", problems), 1);
  EXPECT_EQ(CountOf("--n", "2147483647", problems), 2147483647);
  EXPECT_FALSE(CountOf("--n", std::nullopt, problems));
  EXPECT_THAT(problems, testing::IsEmpty());
}

TEST(CountOf, RejectsEverythingElse) {
  for (const std::string text : {"", "0", "-1", "+1", "1.0", " 1", "1 ", "0x1", "2147483648", "many"}) {
    std::vector<std::string> problems;
    CountOf("--n", text, problems);
    EXPECT_THAT(problems, testing::ElementsAre("--n: must be a number, at least 1 (given: " + text + ")"));
  }
}

}  // namespace
}  // namespace package_model
