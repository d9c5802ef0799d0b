// Tests of backoff, attempts and quota.
#include "retry/standard_retry.h"

#include <limits>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr FailedAttempt kTransient{.retry_class = RetryClass::kTransient, .random = 1.0};
constexpr FailedAttempt kThrottling{.retry_class = RetryClass::kThrottling, .random = 1.0};

// Retries until the quota is empty, and returns the number of retries.
int RemainingRetries(StandardRetry& retry, const FailedAttempt& failed) {
  for (int count = 0;; ++count) {
    RetryState state;
    if (!retry.AfterFailure(state, failed).delay) return count;
  }
}

TEST(StandardRetry, DoublesTheBackoffUpToTheMaximum) {
  StandardRetry retry({.quota = 1'000'000}, 100);
  RetryState state;
  for (const int expected : {50, 100, 200, 400, 800, 1600, 3200, 6400, 12'800, 20'000, 20'000}) {
    EXPECT_EQ(retry.AfterFailure(state, kTransient).delay, milliseconds(expected));
  }
  RetryState throttled;
  for (const int expected : {1, 2, 4, 8, 16, 20, 20}) {
    EXPECT_EQ(retry.AfterFailure(throttled, kThrottling).delay, seconds(expected));
  }
}

TEST(StandardRetry, WaitsARandomShareOfTheBackoff) {
  StandardRetry retry({}, 10);
  RetryState state;
  EXPECT_EQ(retry.AfterFailure(state, {.retry_class = RetryClass::kTransient, .random = 0}).delay,
            nanoseconds(0));
  EXPECT_EQ(retry.AfterFailure(state, {.retry_class = RetryClass::kTransient, .random = 0.25}).delay,
            milliseconds(25));
}

TEST(StandardRetry, FollowsItsConfiguration) {
  StandardRetry retry({.base_backoff = milliseconds{10},
                       .throttling_backoff = milliseconds{30},
                       .max_backoff = milliseconds{15}},
                      10);
  RetryState state;
  EXPECT_EQ(retry.AfterFailure(state, kTransient).delay, milliseconds(10));
  EXPECT_EQ(retry.AfterFailure(state, kTransient).delay, milliseconds(15));
  EXPECT_EQ(retry.AfterFailure(state, kThrottling).delay, milliseconds(15));
}

TEST(StandardRetry, HonoursRetryAfterWithinBounds) {
  const auto delay_for = [](milliseconds retry_after, double random) {
    StandardRetry retry({}, 3);
    RetryState state;
    return retry
        .AfterFailure(state,
                      {.retry_class = RetryClass::kThrottling, .retry_after = retry_after, .random = random})
        .delay;
  };
  EXPECT_EQ(delay_for(milliseconds{3000}, 0.5), milliseconds(3000));
  EXPECT_EQ(delay_for(milliseconds{100}, 0.5), milliseconds(500));  // never below the computed wait
  EXPECT_EQ(delay_for(seconds{3600}, 0.5), milliseconds(5500));     // nor over 5 s above it
}

TEST(StandardRetry, StopsAfterTheLastAttempt) {
  StandardRetry retry({}, 3);
  RetryState state;
  EXPECT_TRUE(retry.AfterFailure(state, kTransient).delay);
  EXPECT_TRUE(retry.AfterFailure(state, kTransient).delay);
  const auto decision = retry.AfterFailure(state, kTransient);
  EXPECT_FALSE(decision.delay);
  EXPECT_EQ(decision.reason, StopReason::kAttemptsExhausted);
  StandardRetry once({}, 1);
  RetryState fresh;
  EXPECT_EQ(once.AfterFailure(fresh, kTransient).reason, StopReason::kAttemptsExhausted);
}

TEST(StandardRetry, NeverRetriesWhatIsNotRetryable) {
  StandardRetry retry({}, 3);
  RetryState state;
  const auto decision = retry.AfterFailure(state, {});
  EXPECT_FALSE(decision.delay);
  EXPECT_EQ(decision.reason, StopReason::kNotRetryable);
}

TEST(StandardRetry, StopsIfTheDelayWouldReachTheDeadline) {
  StandardRetry retry({}, 3);
  RetryState state;
  const auto decision = retry.AfterFailure(
      state, {.retry_class = RetryClass::kTransient, .remaining = milliseconds(50), .random = 1.0});
  EXPECT_EQ(decision.reason, StopReason::kDeadlineTooNear);
  EXPECT_FALSE(decision.delay);
  EXPECT_EQ(
      retry
          .AfterFailure(state,
                        {.retry_class = RetryClass::kTransient, .remaining = milliseconds(51), .random = 1.0})
          .delay,
      milliseconds(50));
}

TEST(StandardRetry, StopsWhenTheQuotaIsEmpty) {
  StandardRetry retry({}, 3);
  EXPECT_EQ(RemainingRetries(retry, kTransient), 35);  // 35 * 14 = 490 of 500
  RetryState state;
  EXPECT_EQ(retry.AfterFailure(state, kTransient).reason, StopReason::kRetryQuotaEmpty);
  EXPECT_EQ(RemainingRetries(retry, kThrottling), 2);  // the remaining 10
  StandardRetry throttled({}, 3);
  EXPECT_EQ(RemainingRetries(throttled, kThrottling), 100);
  StandardRetry none({.quota = 0}, 3);
  EXPECT_EQ(RemainingRetries(none, kTransient), 0);
}

TEST(StandardRetry, ReturnsTheCostOfTheLastRetryAfterASuccess) {
  StandardRetry retry({.quota = 28}, 10);
  RetryState state;
  EXPECT_TRUE(retry.AfterFailure(state, kTransient).delay);
  EXPECT_TRUE(retry.AfterFailure(state, kTransient).delay);
  EXPECT_EQ(RemainingRetries(retry, kTransient), 0);
  retry.AfterSuccess(state);
  EXPECT_EQ(RemainingRetries(retry, kTransient), 1);
}

TEST(StandardRetry, NeverRaisesTheQuotaAboveItsMaximum) {
  StandardRetry retry({.quota = 20}, 10);
  RetryState slow;
  EXPECT_TRUE(retry.AfterFailure(slow, kTransient).delay);
  // Other calls succeed until 16 of 20 are available again.
  for (int i = 0; i < 10; ++i) retry.AfterSuccess({});
  retry.AfterSuccess(slow);
  EXPECT_EQ(RemainingRetries(retry, kThrottling), 4);
}

TEST(StandardRetry, RefillsTheLargestQuota) {
  StandardRetry retry({.quota = std::numeric_limits<int>::max()}, 3);
  RetryState slow;
  EXPECT_TRUE(retry.AfterFailure(slow, kTransient).delay);
  // Another call succeeds.
  retry.AfterSuccess({});
  retry.AfterSuccess(slow);
  RetryState next;
  EXPECT_TRUE(retry.AfterFailure(next, kTransient).delay);
}

TEST(StandardRetry, RefillsOneAfterASuccessfulFirstAttemptUpToTheMaximum) {
  StandardRetry retry({.quota = 5}, 10);
  RetryState state;
  EXPECT_TRUE(retry.AfterFailure(state, kThrottling).delay);
  for (int i = 0; i < 4; ++i) retry.AfterSuccess({});
  EXPECT_EQ(RemainingRetries(retry, kThrottling), 0);
  retry.AfterSuccess({});
  EXPECT_EQ(RemainingRetries(retry, kThrottling), 1);
  for (int i = 0; i < 100; ++i) retry.AfterSuccess({});
  EXPECT_EQ(RemainingRetries(retry, kThrottling), 1);
}

TEST(StandardRetry, TakesNoQuotaIfThereIsNoRetry) {
  StandardRetry retry({.quota = 14}, 2);
  RetryState deadline;
  EXPECT_FALSE(
      retry
          .AfterFailure(deadline,
                        {.retry_class = RetryClass::kTransient, .remaining = nanoseconds(0), .random = 1.0})
          .delay);
  RetryState exhausted{.retries = 1};
  EXPECT_FALSE(retry.AfterFailure(exhausted, kTransient).delay);
  EXPECT_EQ(RemainingRetries(retry, kTransient), 1);
}

}  // namespace
}  // namespace lookoutvision::internal
