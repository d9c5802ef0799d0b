// Tests of JSON that holds secrets.
#include "credentials/secret_json.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lookoutvision::internal {
namespace {

TEST(SecretJson, IsAnObjectOrNothing) {
  std::string why;
  const SecretJson object(R"({"a":"x","b":{"c":["y"]},"d":7})", why);
  ASSERT_TRUE(object);
  EXPECT_EQ(TextMember(*object, "a"), "x");
  EXPECT_EQ(TextMember(*object, "d"), "");
  EXPECT_EQ(TextMember(*object, "e"), "");
  EXPECT_FALSE(SecretJson("[]", why));
  EXPECT_EQ(why, "is no JSON object");
  EXPECT_FALSE(SecretJson("{", why));
  EXPECT_EQ(why, "is no well-formed JSON");
}

}  // namespace
}  // namespace lookoutvision::internal
