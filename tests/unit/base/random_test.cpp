// Tests of UUIDs from random bytes.
#include "base/random.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

TEST(Uuid, SetsVersionAndVariantAndKeepsTheRest) {
  EXPECT_EQ(
      MakeUuid([](std::span<std::byte> bytes) { std::fill(bytes.begin(), bytes.end(), std::byte{0xFF}); }),
      "ffffffff-ffff-4fff-bfff-ffffffffffff");
  unsigned char next = 0;
  EXPECT_EQ(MakeUuid([&](std::span<std::byte> bytes) {
              for (auto& byte : bytes) byte = static_cast<std::byte>(next++);
            }),
            "00010203-0405-4607-8809-0a0b0c0d0e0f");
}

}  // namespace
}  // namespace lookoutvision::internal
