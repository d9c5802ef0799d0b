// Tests of the throttle.
#include "testing/throttle.h"

#include <chrono>
#include <optional>

#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;

TEST(Throttle, AcceptsEverythingWithoutARate) {
  Throttle throttle(std::nullopt, nullptr);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(throttle.Take(), std::nullopt);
}

TEST(Throttle, StartsAPeriodWithARequest) {
  Throttle::Clock::time_point now{100h};
  Throttle throttle(RequestRate{.requests = 2, .period = 10s}, [&] { return now; });
  EXPECT_EQ(throttle.Take(), std::nullopt);
  now += 9s;
  EXPECT_EQ(throttle.Take(), std::nullopt);
  EXPECT_EQ(throttle.Take(), 1s);
  now += 1s;
  EXPECT_EQ(throttle.Take(), std::nullopt);
  now += 2500ms;
  EXPECT_EQ(throttle.Take(), std::nullopt);
  EXPECT_EQ(throttle.Take(), 8s);
  // A refused request neither counts nor extends the period.
  now += 7500ms;
  EXPECT_EQ(throttle.Take(), std::nullopt);
}

}  // namespace
}  // namespace lookoutvision::testing
