// Tests of the parts of the real Platform that do not wait.
#include <array>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

#include <lookoutvision/platform.h>

#include "base/real_platform.h"

namespace lookoutvision::internal {
namespace {

TEST(RealPlatform, FillsEmptyMembersAndKeepsTheOthers) {
  const std::chrono::steady_clock::time_point fixed{std::chrono::seconds{7}};
  const Platform platform = WithRealParts({.steady_now = [=] { return fixed; }});
  EXPECT_EQ(platform.steady_now(), fixed);
  EXPECT_GT(platform.system_now().time_since_epoch(), std::chrono::hours{24 * 365 * 50});
  EXPECT_TRUE(platform.sleep(std::chrono::nanoseconds{1}, {}));
}

TEST(RealPlatform, SleepEndsWhenAStopIsRequested) {
  const Platform platform = WithRealParts({});
  std::stop_source source;
  std::jthread stopper([&] { source.request_stop(); });
  EXPECT_FALSE(platform.sleep(std::chrono::hours{24}, source.get_token()));
}

TEST(RealPlatform, RandomBytesFillEveryLengthAndDiffer) {
  const Platform platform = WithRealParts({});
  std::array<std::byte, 35> first{};
  std::array<std::byte, 35> second{};
  platform.random_bytes(first);
  platform.random_bytes(second);
  EXPECT_NE(first, second);
  // Bytes after the last whole word are random, too.
  bool tail_differs = false;
  for (int i = 0; i < 16 && !tail_differs; ++i) {
    platform.random_bytes(second);
    tail_differs = first[32] != second[32] && first[34] != second[34];
  }
  EXPECT_TRUE(tail_differs);
}

TEST(RealPlatform, DistinguishesAnUnsetVariableFromAnEmptyOne) {
  const Platform platform = WithRealParts({});
  ::setenv("LOOKOUTVISION_TEST_EMPTY", "", 1);
  ::unsetenv("LOOKOUTVISION_TEST_UNSET");
  EXPECT_EQ(platform.getenv("LOOKOUTVISION_TEST_EMPTY"), "");
  EXPECT_EQ(platform.getenv("LOOKOUTVISION_TEST_UNSET"), std::nullopt);
}

}  // namespace
}  // namespace lookoutvision::internal
