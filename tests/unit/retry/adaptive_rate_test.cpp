// Tests of AdaptiveRate; the expected rates are those of botocore for the same attempts.
#include "retry/adaptive_rate.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <latch>
#include <span>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using TimePoint = AdaptiveRate::TimePoint;

constexpr TimePoint kStart{};

TimePoint At(milliseconds time) {
  return kStart + time;
}

// Takes all available tokens.
int Drain(AdaptiveRate& rate, TimePoint now) {
  int count = 0;
  while (rate.TakeToken(now).count() == 0) ++count;
  return count;
}

struct Attempt {
  milliseconds at;
  bool throttled = false;
};

// The fill rate after these attempts in tokens per second, computed from the wait for a token of an empty
// bucket.
double FillAfter(std::span<const Attempt> attempts) {
  AdaptiveRate rate;
  EXPECT_EQ(rate.TakeToken(kStart), nanoseconds{0});
  for (const Attempt& attempt : attempts) rate.AfterAttempt(At(attempt.at), attempt.throttled);
  TimePoint now = At(attempts.back().at);
  Drain(rate, now);
  now += rate.TakeToken(now);
  EXPECT_EQ(rate.TakeToken(now), nanoseconds{0});
  return 1e9 / static_cast<double>(rate.TakeToken(now).count());
}

// Throttles the first attempt, so that there is no token, and the rate is half a token per second.
void Throttle(AdaptiveRate& rate) {
  EXPECT_EQ(rate.TakeToken(kStart), nanoseconds{0});
  rate.AfterAttempt(kStart, /*throttled=*/true);
}

TEST(AdaptiveRate, IsOffUntilTheServiceThrottles) {
  AdaptiveRate rate;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_EQ(rate.TakeToken(kStart), nanoseconds{0});
    rate.AfterAttempt(kStart, /*throttled=*/false);
  }
  rate.AfterAttempt(kStart, /*throttled=*/true);
  EXPECT_GT(rate.TakeToken(kStart), nanoseconds{0});
}

TEST(AdaptiveRate, IsNeverBelowOneAttemptInTwoSeconds) {
  AdaptiveRate rate;
  Throttle(rate);
  EXPECT_EQ(rate.TakeToken(kStart), seconds{2});
  EXPECT_EQ(rate.TakeToken(At(milliseconds{500})), milliseconds{1500});
  EXPECT_EQ(rate.TakeToken(At(seconds{2})), nanoseconds{0});
  EXPECT_EQ(rate.TakeToken(At(seconds{2})), seconds{2});
  for (int i = 0; i < 10; ++i) rate.AfterAttempt(At(seconds{2}), /*throttled=*/true);
  EXPECT_EQ(rate.TakeToken(At(seconds{2})), seconds{2});
}

TEST(AdaptiveRate, AccumulatesTokensUpToItsCapacity) {
  AdaptiveRate rate;
  Throttle(rate);
  EXPECT_EQ(Drain(rate, At(std::chrono::hours{1})), 1);
}

TEST(AdaptiveRate, IgnoresATimeThatGoesBackwards) {
  AdaptiveRate rate;
  Throttle(rate);
  EXPECT_EQ(Drain(rate, At(seconds{2})), 1);
  EXPECT_EQ(rate.TakeToken(At(seconds{1})), seconds{2});
  rate.AfterAttempt(kStart - seconds{1}, /*throttled=*/false);
  EXPECT_EQ(rate.TakeToken(At(seconds{2})), seconds{2});
}

TEST(AdaptiveRate, FollowsSentAndThrottledAttempts) {
  std::vector<Attempt> attempts;
  for (int i = 1; i <= 17; ++i) attempts.push_back({milliseconds{200 * i}, i == 10 || i == 16});
  // The first nine attempts are without a rate.
  const double fills[] = {3.02848,     3.486639173, 3.821874416, 4.053385728,
                          4.200373108, 4.282036558, 2.997425591, 3.452226394};
  for (std::size_t count = 10; count <= attempts.size(); ++count) {
    EXPECT_NEAR(FillAfter(std::span(attempts).first(count)), fills[count - 10], 1e-6) << count;
  }
}

TEST(AdaptiveRate, RecoversAlongACubicCurveUpToTwiceTheMeasuredRate) {
  // There are ten attempts per second; the attempt at 20 s is throttled.
  std::vector<Attempt> attempts;
  for (int i = 1; i <= 260; ++i) attempts.push_back({milliseconds{100 * i}, i == 200});
  const double fills[] = {7, 9.648936010, 10.000030850, 10.453284521, 13.408697022, 20, 20};
  for (std::size_t second = 20; second <= 26; ++second) {
    EXPECT_NEAR(FillAfter(std::span(attempts).first(10 * second)), fills[second - 20], 1e-6) << second;
  }
}

TEST(AdaptiveRate, ReducesTokensToTheNewCapacity) {
  AdaptiveRate rate;
  EXPECT_EQ(rate.TakeToken(kStart), nanoseconds{0});
  for (int i = 1; i < 200; ++i) rate.AfterAttempt(At(milliseconds{100 * i}), false);
  rate.AfterAttempt(At(seconds{20}), /*throttled=*/true);
  EXPECT_EQ(Drain(rate, At(seconds{20})), 7);
  EXPECT_EQ(Drain(rate, At(seconds{120})), 7);
}

TEST(AdaptiveRate, GivesEachTokenToOneThread) {
  AdaptiveRate rate;
  EXPECT_EQ(rate.TakeToken(kStart), nanoseconds{0});
  for (int i = 1; i < 200; ++i) rate.AfterAttempt(At(milliseconds{100 * i}), false);
  rate.AfterAttempt(At(seconds{20}), /*throttled=*/true);
  constexpr int kThreads = 16;
  std::latch together(kThreads);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        taken += Drain(rate, At(seconds{20}));
      });
    }
  }
  EXPECT_EQ(taken, 7);
}

TEST(AdaptiveRate, StartsOverInAChildAndContinuesInTheParent) {
  AdaptiveRate rate;
  Throttle(rate);
  EXPECT_TRUE(test::HoldsInChild([&] { return rate.TakeToken(kStart).count() == 0; }));
  EXPECT_EQ(rate.TakeToken(kStart), seconds{2});
}

}  // namespace
}  // namespace lookoutvision::internal
