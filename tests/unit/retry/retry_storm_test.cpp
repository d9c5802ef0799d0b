// Simulates the load of retries on a service that is down, in virtual time.
#include <chrono>
#include <random>

#include <gtest/gtest.h>

#include <lookoutvision/error.h>
#include <lookoutvision/retry_config.h>

#include "retry/classification.h"
#include "retry/standard_retry.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr int kClients = 100;
constexpr int kMaxAttempts = 3;
constexpr milliseconds kLatency{10};
// Successes before the outage must not raise a quota above its maximum.
constexpr nanoseconds kOutageBegins = hours{1};
constexpr nanoseconds kOutageEnds = kOutageBegins + minutes{5};

// A number from 0 to below 1. The sequence is the same on every platform, unlike that of
// std::uniform_real_distribution.
double Share(std::mt19937& random) {
  return static_cast<double>(random()) * 0x1.0p-32;
}

// Makes one call at `now`, and returns the number of attempts.
int Call(StandardRetry& retry, nanoseconds now, std::mt19937& random) {
  static const RetryClass kUnavailable = Classify({.kind = ErrorKind::kService, .http_status = 503});
  RetryState state;
  for (int attempts = 1;; ++attempts) {
    now += kLatency;
    if (now < kOutageBegins || now >= kOutageEnds) {
      retry.AfterSuccess(state);
      return attempts;
    }
    const auto decision = retry.AfterFailure(state, {.retry_class = kUnavailable, .random = Share(random)});
    if (!decision.delay) return attempts;
    now += *decision.delay;
  }
}

// Attempts per call during the outage, if each client makes one call per interval.
double Amplification(const RetryConfig& config, seconds interval) {
  std::mt19937 random(2026);
  int calls = 0, attempts = 0;
  for (int client = 0; client < kClients; ++client) {
    StandardRetry retry(config, kMaxAttempts);
    auto begin = std::chrono::duration_cast<nanoseconds>(Share(random) * interval);
    for (; begin < kOutageEnds; begin += interval) {
      const int made = Call(retry, begin, random);
      if (begin < kOutageBegins) continue;
      ++calls;
      attempts += made;
    }
  }
  return static_cast<double>(attempts) / calls;
}

// The README has these figures.
TEST(RetryStorm, TheQuotaKeepsRetriesFromMultiplyingTheLoadInAnOutage) {
  const RetryConfig defaults, without_quota{.quota = 1'000'000};
  const double amplification = Amplification(defaults, seconds{1});
  EXPECT_LT(amplification, 1.2);
  EXPECT_NEAR(amplification, 1.12, 0.005);
  EXPECT_NEAR(Amplification(without_quota, seconds{1}), 3, 0.005);
  // The fewer calls a client makes during the outage, the more of their retries its quota covers.
  EXPECT_NEAR(Amplification(defaults, seconds{10}), 2.17, 0.005);
}

}  // namespace
}  // namespace lookoutvision::internal
