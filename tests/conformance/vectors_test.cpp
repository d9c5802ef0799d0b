// Tests of reading third-party vectors.
#include "vectors.h"

#include <stdexcept>
#include <variant>

#include <gtest/gtest.h>

namespace lookoutvision::conformance {
namespace {

using nlohmann::json;

TEST(Vectors, RejectUnknownMembers) {
  EXPECT_NO_THROW(RequireKnown({{"a", 1}}, {"a", "b"}));
  EXPECT_THROW(RequireKnown({{"a", 1}, {"c", 2}}, {"a", "b"}), std::runtime_error);
  EXPECT_THROW(RequireKnown(json::array(), {"a"}), std::runtime_error);
}

TEST(Vectors, DistinguishFoundNotConfiguredAndFailed) {
  EXPECT_EQ(ExpectedOf({{"Ok", 1}}).kind, ResultKind::kFound);
  EXPECT_EQ(ExpectedOf({{"Ok", 1}}).value, 1);
  EXPECT_EQ(ExpectedOf({{"ProfileChain", 1}}, "ProfileChain").kind, ResultKind::kFound);
  EXPECT_EQ(ExpectedOf({{"ErrorContains", "the credential provider was not enabled"}}).kind,
            ResultKind::kNotConfigured);
  EXPECT_EQ(ExpectedOf({{"Error", "profile `A` did not contain credential information"}}).kind,
            ResultKind::kNotConfigured);
  EXPECT_EQ(ExpectedOf({{"Err", "invalid uri character"}}).kind, ResultKind::kFailed);
  EXPECT_EQ(ExpectedOf({{"ErrorContains", "the proxy is not enabled"}}).kind, ResultKind::kFailed);
}

TEST(Vectors, RejectResultsOfUnknownForm) {
  for (const json& result : {json{}, json::object(), json{{"Okay", 1}}, json{{"Ok", 1}, {"Err", "x"}},
                             json{{"Err", ""}}, json{{"ProfileChain", 1}}}) {
    EXPECT_THROW(ExpectedOf(result), std::runtime_error) << result;
  }
  EXPECT_ANY_THROW(ExpectedOf({{"Err", 1}}));
}

TEST(Vectors, DetermineTheKindOfAResultByItsType) {
  using Result = std::variant<int, NotConfigured, Error>;
  EXPECT_EQ(KindOf(Result(1)), ResultKind::kFound);
  EXPECT_EQ(KindOf(Result(NotConfigured{"x"})), ResultKind::kNotConfigured);
  EXPECT_EQ(KindOf(Result(Error{.message = "not enabled"})), ResultKind::kFailed);
}

}  // namespace
}  // namespace lookoutvision::conformance
