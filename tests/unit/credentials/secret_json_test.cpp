// Tests of JSON that contains secrets.
#include "credentials/secret_json.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/json_writer.h"

namespace lookoutvision::internal {
namespace {

TEST(SecretJson, IsAnObjectOrNothing) {
  const auto object = SecretJson::Parse(R"({"a":"x","b":{"c":["y"]},"d":7})");
  ASSERT_TRUE(object);
  EXPECT_EQ(object->TextOf("a"), "x");
  EXPECT_EQ(object->TextOf("d"), "");
  EXPECT_EQ(object->TextOf("e"), "");
  EXPECT_EQ(SecretJson::Parse("[]").problem(), "is not a JSON object");
  EXPECT_EQ(SecretJson::Parse("{").problem(), "is not well-formed JSON");
}

TEST(SecretJson, SetsText) {
  auto object = SecretJson::Parse(R"({"a":"x","b":{"c":["y"]},"d":7})");
  ASSERT_TRUE(object);
  object->Set("a", "new");
  object->Set("b", "text");
  object->Set("e", "added");
  EXPECT_EQ(std::move(JsonWriter().Value(*object)).Take(), R"({"a":"new","b":"text","d":7,"e":"added"})");
}

}  // namespace
}  // namespace lookoutvision::internal
