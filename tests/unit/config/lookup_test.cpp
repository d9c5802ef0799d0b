// Tests of Lookup.
#include "config/lookup.h"

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

constexpr SettingNames kNames{"AWS_X", "x"};

class LookupTest : public ::testing::Test {
 protected:
  Lookup Make() { return {platform_, &profile_}; }
  void SetKey(const std::string& value) {
    profile_.properties["x"] = {.value = SecretString(value), .where = "/f, line 2"};
  }

  test::FakePlatform fake_;
  const Platform platform_ = fake_.platform();
  Section profile_;
};

TEST_F(LookupTest, PrefersTheEnvironmentOverTheProfile) {
  EXPECT_FALSE(Make().Text(kNames));
  SetKey("profile");
  EXPECT_EQ(Make().Text(kNames)->value, "profile");
  EXPECT_EQ(Make().Text(kNames)->source, "x (/f, line 2)");
  fake_.environment["AWS_X"] = " \t";
  EXPECT_EQ(Make().Text(kNames)->value, "profile");
  fake_.environment["AWS_X"] = " variable ";
  EXPECT_EQ(Make().Text(kNames)->value, "variable");
  EXPECT_EQ(Make().Text(kNames)->source, "AWS_X");
  EXPECT_FALSE(Lookup(platform_, nullptr).Key("x"));
}

TEST_F(LookupTest, TrimsVariables) {
  EXPECT_EQ(FindVariable(platform_, "AWS_X"), std::nullopt);
  fake_.environment["AWS_X"] = "\t a b ";
  EXPECT_EQ(FindVariable(platform_, "AWS_X"), "a b");
  for (const char* blank : {"", " ", " \t\r\n\v\f"}) {
    fake_.environment["AWS_X"] = blank;
    EXPECT_EQ(FindVariable(platform_, "AWS_X"), std::nullopt);
  }
}

TEST_F(LookupTest, ParsesSwitchesInAnyCase) {
  EXPECT_FALSE(Make().Bool({}, kNames));
  SetKey("TRUE");
  EXPECT_TRUE(Make().Bool({}, kNames));
  EXPECT_FALSE(Make().Bool(false, kNames));
  SetKey("False");
  EXPECT_FALSE(Make().Bool({}, kNames));
  EXPECT_TRUE(Make().Bool(true, kNames));
}

TEST_F(LookupTest, KeepsTheFirstProblem) {
  SetKey("yes\n");
  Lookup lookup = Make();
  lookup.Bool({}, kNames);
  fake_.environment["AWS_X"] = "0";
  lookup.PositiveInt({}, kNames, 3);
  EXPECT_EQ(lookup.problem(), "x (/f, line 2) is \"yes\\n\": must be true or false");
}

TEST_F(LookupTest, ParsesNumbersOfAtLeastOne) {
  EXPECT_EQ(Make().PositiveInt({}, kNames, 3), 3);
  SetKey("5");
  EXPECT_EQ(Make().PositiveInt({}, kNames, 3), 5);
  EXPECT_EQ(Make().PositiveInt(7, kNames, 3), 7);
  SetKey("0");
  Lookup lookup = Make();
  lookup.PositiveInt({}, kNames, 3);
  EXPECT_EQ(lookup.problem(), "x (/f, line 2) is \"0\": must be an integer from 1 to 1000000");
}

}  // namespace
}  // namespace lookoutvision::internal
