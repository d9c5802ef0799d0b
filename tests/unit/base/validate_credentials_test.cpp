// Tests of credentials validation.
#include "base/validate_credentials.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

std::string Problem(const Credentials& credentials) {
  const auto invalid = ValidateCredentials(credentials, {"id", "secret", "token"});
  return invalid ? std::string(invalid->name) + " " + invalid->problem : "";
}

TEST(ValidateCredentials, AcceptsVisibleAscii) {
  std::string all;
  for (char c = '!'; c < '\x7F'; ++c) all += c;
  std::string id;
  for (const char c : all) {
    if (c != '/' && c != ',' && c != '=') id += c;
  }
  EXPECT_EQ(Problem({.access_key_id = id, .secret_access_key = all, .session_token = all}), "");
  EXPECT_EQ(Problem({.access_key_id = "t", .secret_access_key = "s"}), "");
}

TEST(ValidateCredentials, AcceptsEmptyCredentials) {
  EXPECT_EQ(Problem({}), "");
}

TEST(ValidateCredentials, RejectsAPartWithoutTheOthersThatItNeeds) {
  EXPECT_EQ(Problem({.access_key_id = "i", .secret_access_key = "", .session_token = "t"}),
            "id needs secret, which is missing");
  EXPECT_EQ(Problem({.access_key_id = "", .secret_access_key = "s"}), "secret needs id, which is missing");
  EXPECT_EQ(Problem({.access_key_id = "", .secret_access_key = "", .session_token = "t"}),
            "token needs id and secret, which are missing");
}

TEST(ValidateCredentials, RejectsValuesThatNoPartCanContain) {
  const std::string not_ascii =
      "contains a character that is not ASCII (perhaps invisible, and copied by accident)";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"x\ny", "contains a line break"},
      {"xy\r", "contains a line break"},
      {"x y", "contains a space"},
      {"\txy", "contains a tab"},
      {std::string("x\0y", 3), "contains a control character"},
      {"x\x7Fy", "contains a control character"},
      {"\uFEFFxy", not_ascii},
      {"x\u200By", not_ascii},
      {"x\u00E9", not_ascii},
      {"\xFF", not_ascii},
      {"\"xy\"", "is in quotes"},
      {"'xy'", "is in quotes"}};
  for (const auto& [value, problem] : cases) {
    EXPECT_EQ(Problem({.access_key_id = value, .secret_access_key = "s", .session_token = "t"}),
              "id " + problem);
    EXPECT_EQ(Problem({.access_key_id = "i", .secret_access_key = value, .session_token = "t"}),
              "secret " + problem);
    EXPECT_EQ(Problem({.access_key_id = "i", .secret_access_key = "s", .session_token = value}),
              "token " + problem);
  }
}

TEST(ValidateCredentials, RejectsSeparatorsOfTheAuthorizationHeaderInAKeyId) {
  EXPECT_EQ(Problem({.access_key_id = "x/y", .secret_access_key = "s"}), "id contains a slash");
  EXPECT_EQ(Problem({.access_key_id = "x,y", .secret_access_key = "s"}), "id contains a comma");
  EXPECT_EQ(Problem({.access_key_id = "x=y", .secret_access_key = "s"}), "id contains an equals sign");
}

}  // namespace
}  // namespace lookoutvision::internal
