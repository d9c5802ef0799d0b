// Tests of Outcome.
#include <memory>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include <lookoutvision/outcome.h>

namespace lookoutvision {
namespace {

Failure Refusal() {
  return Failure({.kind = ErrorKind::kInvalidRequest, .message = "no"});
}

TEST(Outcome, HoldsAValue) {
  Outcome<std::string> outcome = std::string("yes");
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(*outcome, "yes");
  EXPECT_EQ(outcome->size(), 3U);
  EXPECT_EQ(outcome.value(), "yes");
  EXPECT_EQ(outcome.value_or("other"), "yes");
}

TEST(Outcome, HoldsAnError) {
  const Outcome<std::string> outcome = Refusal();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "no");
  EXPECT_EQ(outcome.value_or("other"), "other");
}

TEST(Outcome, ThrowsTheErrorWhenTheValueIsDemanded) {
  const Outcome<int> outcome = Refusal();
  try {
    static_cast<void>(outcome.value());
    FAIL() << "did not throw";
  } catch (const BadOutcomeAccess& bad) {
    EXPECT_EQ(bad.error().message, "no");
    EXPECT_STREQ(bad.what(), "invalid request: no");
  }
}

TEST(Outcome, CarriesWhatCanOnlyBeMoved) {
  Outcome<std::unique_ptr<int>> outcome = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(outcome);
  EXPECT_EQ(*taken, 7);
}

TEST(Outcome, ComparesByContent) {
  EXPECT_EQ(Outcome<int>(1), Outcome<int>(1));
  EXPECT_FALSE(Outcome<int>(1) == Outcome<int>(2));
  EXPECT_FALSE(Outcome<int>(1) == Outcome<int>(Refusal()));
}

TEST(Outcome, DoesNotTurnAnErrorIntoAFailureByItself) {
  EXPECT_FALSE((std::is_convertible_v<Error, Outcome<int>>));
  EXPECT_TRUE((std::is_convertible_v<Failure, Outcome<int>>));
}

}  // namespace
}  // namespace lookoutvision
