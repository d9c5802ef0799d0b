// Tests of clock skew measurement.
#include "retry/clock_skew.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr SystemTime kSent{seconds{784111777}};  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(ClockSkew, IsTheDateMinusTheMiddleOfTheRoundTrip) {
  EXPECT_EQ(MeasureClockSkew("Sun, 06 Nov 1994 09:49:47 GMT", false, kSent, seconds{20}), hours{1});
  EXPECT_EQ(MeasureClockSkew("Sun, 06 Nov 1994 08:49:37 GMT", false, kSent, seconds{0}), nanoseconds{0});
  EXPECT_EQ(MeasureClockSkew("Sun, 06 Nov 1994 07:49:37 GMT", false, kSent, seconds{2}),
            -hours{1} - seconds{1});
}

TEST(ClockSkew, IsNotMeasuredFromCachedSlowOrInvalidResponses) {
  EXPECT_EQ(MeasureClockSkew("Sun, 06 Nov 1994 09:49:37 GMT", true, kSent, seconds{0}), std::nullopt);
  EXPECT_EQ(MeasureClockSkew("Sun, 06 Nov 1994 09:49:37 GMT", false, kSent, minutes{15} + nanoseconds{1}),
            std::nullopt);
  EXPECT_TRUE(MeasureClockSkew("Sun, 06 Nov 1994 09:49:37 GMT", false, kSent, minutes{15}));
  EXPECT_EQ(MeasureClockSkew("yesterday", false, kSent, seconds{0}), std::nullopt);
  EXPECT_EQ(MeasureClockSkew(std::nullopt, false, kSent, seconds{0}), std::nullopt);
}

TEST(ClockSkew, ExplainsARejectionOnlyAboveFourMinutes) {
  EXPECT_FALSE(SkewExplainsRejection(nanoseconds{0}, minutes{4}));
  EXPECT_TRUE(SkewExplainsRejection(nanoseconds{0}, minutes{4} + nanoseconds{1}));
  EXPECT_TRUE(SkewExplainsRejection(minutes{5}, nanoseconds{0}));
  EXPECT_FALSE(SkewExplainsRejection(hours{1}, hours{1} + minutes{1}));  // corrected already
}

TEST(ClockSkew, IsUnknownUntilMeasured) {
  ClockSkew skew;
  EXPECT_EQ(skew.Get(), std::nullopt);
  skew.Set(nanoseconds{0});
  EXPECT_EQ(skew.Get(), nanoseconds{0});
}

TEST(ClockSkew, IsReadAndWrittenAtomically) {
  ClockSkew skew;
  constexpr nanoseconds kOnes{0x1111'1111'1111'1111}, kTwos{0x2222'2222'2222'2222};
  skew.Set(kOnes);
  std::atomic<bool> whole = true;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, mine = i % 2 == 0 ? kOnes : kTwos] {
        for (int round = 0; round < 10'000; ++round) {
          skew.Set(mine);
          const auto seen = skew.Get();
          if (seen != kOnes && seen != kTwos) whole = false;
        }
      });
    }
  }
  EXPECT_TRUE(whole);
}

}  // namespace
}  // namespace lookoutvision::internal
