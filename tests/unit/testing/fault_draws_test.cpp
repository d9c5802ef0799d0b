// Tests of what faults draw.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_platform.h"
#include "testing/fault_queue.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;
using ::testing::SizeIs;

class FaultDraws : public ::testing::Test {
 protected:
  // The ids of the faults that apply to as many requests; 0: none.
  static std::vector<std::uint64_t> Ids(FaultQueue& queue, int requests) {
    std::vector<std::uint64_t> ids;
    for (int i = 0; i < requests; ++i) {
      const auto fault = queue.TakeForRequest({.headers = {}});
      ids.push_back(fault ? fault->id : 0);
    }
    return ids;
  }
  std::vector<milliseconds> Delays(const FaultDelay& delay, int count) {
    FaultQueue queue(platform_.platform(), 7);
    queue.Push({.delay = delay}, count);
    std::vector<milliseconds> delays;
    while (const auto fault = queue.TakeForRequest({.headers = {}})) delays.push_back(fault->drawn_delay);
    return delays;
  }

  test::FakePlatform platform_;
};

TEST_F(FaultDraws, AreTheSameOnEveryPlatform) {
  FaultQueue queue(platform_.platform(), 1);
  queue.Install({.share = 0.5});
  EXPECT_THAT(Ids(queue, 8), ElementsAre(1, 0, 1, 1, 1, 1, 0, 1));
  EXPECT_THAT(Delays(UniformDelay{.least = 100ms, .most = 300ms}, 4),
              ElementsAre(239ms, 275ms, 222ms, 124ms));
  EXPECT_THAT(Delays(LognormalDelay{.median = 200ms, .sigma = 0.5}, 4),
              ElementsAre(421ms, 73ms, 200ms, 220ms));
}

TEST_F(FaultDraws, DependOnTheSeed) {
  FaultQueue first(platform_.platform(), 1);
  FaultQueue second(platform_.platform(), std::uint64_t{1} << 32);
  first.Install({.share = 0.5});
  second.Install({.share = 0.5});
  EXPECT_NE(Ids(first, 64), Ids(second, 64));
}

TEST_F(FaultDraws, ApplyToAShareOfTheRequests) {
  FaultQueue queue(platform_.platform(), 0);
  queue.Install({.share = 0.25});
  const auto ids = Ids(queue, 1'000);
  EXPECT_THAT(std::ranges::count(ids, 1u), AllOf(Ge(200), Le(300)));
}

TEST_F(FaultDraws, DoNotDependOnOtherFaults) {
  FaultQueue alone(platform_.platform(), 0);
  alone.Install({.share = 0.25});
  FaultQueue accompanied(platform_.platform(), 0);
  accompanied.Install({.share = 0.25});
  accompanied.Install({.fault = {.delay = UniformDelay{.most = 1s}}, .share = 0.5});
  accompanied.Push({}, 10);
  auto expected = Ids(alone, 100);
  auto actual = Ids(accompanied, 100);
  std::ranges::replace(actual, 2u, 0u);
  // The queued fault applies to the first ten.
  std::fill_n(expected.begin(), 10, 3u);
  EXPECT_EQ(actual, expected);
}

TEST_F(FaultDraws, DifferBetweenFaults) {
  FaultQueue queue(platform_.platform(), 0);
  queue.Install({.share = 0.5});
  queue.Install({.share = 0.5});
  EXPECT_THAT(Ids(queue, 100), ::testing::Contains(2u));
}

TEST_F(FaultDraws, BeginAgainAfterFaultsWereCleared) {
  FaultQueue queue(platform_.platform(), 0);
  queue.Install({.share = 0.5});
  const auto before = Ids(queue, 32);
  queue.Clear();
  const auto id = queue.Install({.share = 0.5});
  auto after = Ids(queue, 32);
  std::ranges::replace(after, id, std::uint64_t{1});
  EXPECT_EQ(after, before);
}

TEST_F(FaultDraws, DelayUniformlyWithinTheBounds) {
  const auto delays = Delays(UniformDelay{.least = 10ms, .most = 12ms}, 100);
  EXPECT_THAT(delays, AllOf(SizeIs(100), Each(AllOf(Ge(10ms), Le(12ms)))));
  for (const auto bound : {10ms, 11ms, 12ms}) EXPECT_GE(std::ranges::count(delays, bound), 20);
}

TEST_F(FaultDraws, DelayWithTheMedianOfALognormalDistribution) {
  const auto delays = Delays(LognormalDelay{.median = 200ms, .sigma = 0.5}, 1'000);
  const auto shorter = [&](milliseconds than) {
    return std::ranges::count_if(delays, [than](milliseconds delay) { return delay < than; });
  };
  EXPECT_THAT(shorter(200ms), AllOf(Ge(450), Le(550)));
  // One standard deviation around the median: 200 ms divided by and times exp(0.5).
  EXPECT_THAT(shorter(330ms) - shorter(121ms), AllOf(Ge(633), Le(733)));
}

TEST_F(FaultDraws, DelayWithoutASpreadByTheMedian) {
  EXPECT_THAT(Delays(LognormalDelay{.median = 200ms}, 3), ElementsAre(200ms, 200ms, 200ms));
  EXPECT_THAT(Delays(200ms, 1), ElementsAre(200ms));
}

TEST_F(FaultDraws, DelayByAYearAtMost) {
  EXPECT_THAT(Delays(LognormalDelay{.median = 366 * 24h, .sigma = 10}, 20), Each(Le(366 * 24h)));
}

}  // namespace
}  // namespace lookoutvision::testing
