// Tests of Outcome.
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/outcome.h>

namespace lookoutvision {
namespace {

Failure Refusal() {
  return Failure({.kind = ErrorKind::kInvalidRequest, .message = "no"});
}

TEST(Outcome, ContainsAValue) {
  Outcome<std::string> outcome = std::string("yes");
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(*outcome, "yes");
  EXPECT_EQ(outcome->size(), 3U);
  EXPECT_EQ(outcome.value(), "yes");
  EXPECT_EQ(outcome.value_or("other"), "yes");
}

TEST(Outcome, ContainsAnError) {
  const Outcome<std::string> outcome = Refusal();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "no");
  EXPECT_EQ(outcome.value_or("other"), "other");
}

TEST(Outcome, ThrowsTheErrorWhenTheValueIsAccessed) {
  const Outcome<int> outcome = Refusal();
  try {
    static_cast<void>(outcome.value());
    FAIL() << "did not throw";
  } catch (const BadOutcomeAccess& bad) {
    EXPECT_EQ(bad.error().message, "no");
    EXPECT_STREQ(bad.what(), "invalid request: no");
  }
}

TEST(Outcome, ThrowsARuntimeError) {
  EXPECT_THROW(static_cast<void>(Outcome<int>(Refusal()).value()), std::runtime_error);
}

Outcome<int> Half(int number) {
  if (number % 2 == 0) return number / 2;
  return Failure({.kind = ErrorKind::kInvalidRequest, .message = "odd"});
}

TEST(Outcome, ChainsFunctionsThatMayFail) {
  const Outcome<int> four = 4;
  EXPECT_EQ(four.and_then(Half), Outcome<int>(2));
  EXPECT_EQ(four.and_then(Half).and_then(Half).and_then(Half).error().message, "odd");
  EXPECT_EQ(Outcome<int>(Refusal()).and_then(Half), Outcome<int>(Refusal()));
}

TEST(Outcome, TransformsOnlyTheResult) {
  const Outcome<std::string> yes = std::string("yes");
  EXPECT_EQ(yes.transform(&std::string::size), Outcome<std::size_t>(3U));
  const Outcome<std::string> no = Refusal();
  EXPECT_EQ(no.transform(&std::string::size), Outcome<std::size_t>(Refusal()));
}

TEST(Outcome, TransformsAMemberOfTheResult) {
  using Pair = std::pair<int, std::string>;
  const auto second = Outcome<Pair>(Pair(1, "one")).transform(&Pair::second);
  static_assert(std::is_same_v<decltype(second), const Outcome<std::string>>);
  EXPECT_EQ(second, Outcome<std::string>("one"));
}

TEST(Outcome, RecoversFromAnError) {
  const auto recover = [](const Error& error) -> Outcome<std::string> { return error.message + ", yes"; };
  const Outcome<std::string> no = Refusal();
  EXPECT_EQ(no.or_else(recover), Outcome<std::string>("no, yes"));
  const Outcome<std::string> yes = std::string("yes");
  EXPECT_EQ(yes.or_else(recover), yes);
  EXPECT_EQ(Outcome<std::string>("yes").or_else(recover), yes);
}

TEST(Outcome, TransformsOnlyTheError) {
  const auto explain = [](Error error) {
    error.message = "asked: " + error.message;
    return error;
  };
  const Outcome<int> no = Refusal();
  EXPECT_EQ(no.transform_error(explain).error().message, "asked: no");
  EXPECT_EQ(Outcome<int>(Refusal()).transform_error(explain).error().message, "asked: no");
  EXPECT_EQ(Outcome<int>(7).transform_error(explain), Outcome<int>(7));
}

TEST(Outcome, ReturnsTheDefaultIfThereIsNoError) {
  const Error other{.kind = ErrorKind::kService, .message = "other"};
  const Outcome<int> no = Refusal();
  EXPECT_EQ(no.error_or(other).message, "no");
  EXPECT_EQ(Outcome<int>(Refusal()).error_or(other).message, "no");
  EXPECT_EQ(Outcome<int>(7).error_or(other).message, "other");
}

TEST(Outcome, SupportsMoveOnlyTypesInAChain) {
  using Owner = std::unique_ptr<int>;
  const auto grown = Outcome<Owner>(std::make_unique<int>(7))
                         .transform([](Owner number) { return std::make_unique<int>(*number + 1); })
                         .and_then([](Owner number) { return Outcome<Owner>(std::move(number)); })
                         .or_else([](Error&& error) { return Outcome<Owner>(Failure(std::move(error))); })
                         .transform_error([](Error error) { return error; });
  EXPECT_EQ(**grown, 8);
}

std::string Printed(const auto& value) {
  std::ostringstream out;
  out << value;
  return std::move(out).str();
}

TEST(Outcome, PrintsTheResultOrTheErrorsLine) {
  EXPECT_EQ(Printed(Outcome<int>(7)), "7");
  EXPECT_EQ(Printed(Outcome<int>(Refusal())), "invalid request: no");
}

template <typename T>
concept Prints = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Outcome, PrintsOnlyIfItsResultDoes) {
  static_assert(Prints<Outcome<std::string>>);
  static_assert(!Prints<Outcome<std::vector<int>>>);
}

TEST(Outcome, SupportsMoveOnlyTypes) {
  Outcome<std::unique_ptr<int>> outcome = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(outcome);
  EXPECT_EQ(*taken, 7);
}

TEST(Outcome, ComparesByContent) {
  EXPECT_EQ(Outcome<int>(1), Outcome<int>(1));
  EXPECT_FALSE(Outcome<int>(1) == Outcome<int>(2));
  EXPECT_FALSE(Outcome<int>(1) == Outcome<int>(Refusal()));
}

TEST(Outcome, DoesNotThrowUntilTheValueIsAccessed) {
  EXPECT_FALSE((std::is_convertible_v<Error, Outcome<int>>));
  EXPECT_TRUE((std::is_convertible_v<Failure, Outcome<int>>));
}

}  // namespace
}  // namespace lookoutvision
