// Tests of SigningKeyCache.
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

// 2015-08-30T12:36:00Z
constexpr SystemTime kTime{std::chrono::seconds(1440938160)};
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

SigningScope Scope(std::string_view region = "us-east-1", std::string_view service = "lookoutvision",
                   SystemTime time = kTime) {
  return {.region = region, .service = service, .time = time};
}

SigningScope DaysLater(int days) {
  return Scope("us-east-1", "lookoutvision", kTime + std::chrono::days(days));
}

class SigningKeyCacheTest : public testing::Test {
 protected:
  Digest Derived(std::string_view secret, const SigningScope& scope) {
    return DeriveSigningKey(secret, scope);
  }

  SigningKeyCache cache_;
};

TEST_F(SigningKeyCacheTest, IsEmptyAtFirst) {
  EXPECT_FALSE(cache_.Find(kSecret, Scope()).has_value());
}

TEST_F(SigningKeyCacheTest, ReturnsTheDerivedKeyAndCachesIt) {
  EXPECT_EQ(cache_.Get(kSecret, Scope()), Derived(kSecret, Scope()));
  EXPECT_EQ(cache_.Find(kSecret, Scope()), Derived(kSecret, Scope()));
  EXPECT_EQ(cache_.Get(kSecret, Scope()), Derived(kSecret, Scope()));
}

TEST_F(SigningKeyCacheTest, CachesAKeyForTheDayInUtc) {
  using namespace std::chrono_literals;
  const SystemTime midnight = std::chrono::floor<std::chrono::days>(kTime);
  constexpr SystemTime::duration kTick{1};
  const auto at = [](SystemTime time) { return Scope("us-east-1", "lookoutvision", time); };
  cache_.Get(kSecret, Scope());
  EXPECT_TRUE(cache_.Find(kSecret, at(midnight)).has_value());
  EXPECT_TRUE(cache_.Find(kSecret, at(midnight + 24h - kTick)).has_value());
  EXPECT_FALSE(cache_.Find(kSecret, at(midnight - kTick)).has_value());
  EXPECT_FALSE(cache_.Find(kSecret, at(midnight + 24h)).has_value());
}

TEST_F(SigningKeyCacheTest, DerivesANewKeyOnANewDay) {
  cache_.Get(kSecret, Scope());
  EXPECT_EQ(cache_.Get(kSecret, DaysLater(1)), Derived(kSecret, DaysLater(1)));
  EXPECT_EQ(cache_.Find(kSecret, Scope()), Derived(kSecret, Scope()));
}

TEST_F(SigningKeyCacheTest, DistinguishesSecretsRegionsAndServices) {
  cache_.Get(kSecret, Scope());
  EXPECT_FALSE(cache_.Find("another secret", Scope()).has_value());
  EXPECT_FALSE(cache_.Find(std::string(kSecret.size(), 'x'), Scope()).has_value());
  EXPECT_FALSE(cache_.Find(kSecret.substr(1), Scope()).has_value());
  EXPECT_FALSE(cache_.Find(kSecret.substr(0, kSecret.size() - 1), Scope()).has_value());
  EXPECT_FALSE(cache_.Find("", Scope()).has_value());
  EXPECT_FALSE(cache_.Find(kSecret, Scope("eu-west-1")).has_value());
  EXPECT_FALSE(cache_.Find(kSecret, Scope("us-east-1", "sts")).has_value());
  // The same characters, split differently.
  EXPECT_FALSE(cache_.Find(kSecret, Scope("us-east-1l", "ookoutvision")).has_value());
}

TEST_F(SigningKeyCacheTest, AcceptsSecretsOfAnyBytes) {
  const std::string secret("\xFF\0k", 3);
  cache_.Get(secret, Scope());
  EXPECT_EQ(cache_.Find(secret, Scope()), Derived(secret, Scope()));
  EXPECT_FALSE(cache_.Find(secret.substr(0, 1), Scope()).has_value());
}

TEST_F(SigningKeyCacheTest, KeepsItsOwnCopies) {
  std::string secret(kSecret), region("us-east-1"), service("lookoutvision");
  cache_.Get(secret, Scope(region, service));
  secret.assign(secret.size(), 'x');
  region.assign(region.size(), 'x');
  service.assign(service.size(), 'x');
  EXPECT_EQ(cache_.Find(kSecret, Scope()), Derived(kSecret, Scope()));
  EXPECT_FALSE(cache_.Find(secret, Scope(region, service)).has_value());
}

TEST_F(SigningKeyCacheTest, EvictsTheOldestKeyWhenFull) {
  constexpr int kCapacity = static_cast<int>(SigningKeyCache::kCapacity);
  for (int day = 0; day < kCapacity; ++day) cache_.Get(kSecret, DaysLater(day));
  for (int day = 0; day < kCapacity; ++day) {
    EXPECT_EQ(cache_.Find(kSecret, DaysLater(day)), Derived(kSecret, DaysLater(day))) << day;
  }
  // Two rounds, so that replaced entries are replaced again.
  for (int next = kCapacity; next < 3 * kCapacity; ++next) {
    cache_.Get(kSecret, DaysLater(next));
    EXPECT_FALSE(cache_.Find(kSecret, DaysLater(next - kCapacity)).has_value()) << next;
    for (int day = next - kCapacity + 1; day <= next; ++day) {
      EXPECT_EQ(cache_.Find(kSecret, DaysLater(day)), Derived(kSecret, DaysLater(day))) << next << ' ' << day;
    }
  }
}

TEST_F(SigningKeyCacheTest, StoresEachKeyOnce) {
  cache_.Get(kSecret, DaysLater(0));
  for (int i = 0; i < 100; ++i) cache_.Get(kSecret, DaysLater(1));
  EXPECT_TRUE(cache_.Find(kSecret, DaysLater(0)).has_value());
}

TEST_F(SigningKeyCacheTest, ReplacesASecretWithAShorterOrLongerOne) {
  const std::vector<std::string> secrets = {"short", std::string(200, 'l'), "s", std::string(64, 'm')};
  for (std::size_t round = 0; round < 4 * SigningKeyCache::kCapacity; ++round) {
    const std::string& secret = secrets[round % secrets.size()];
    const SigningScope scope = DaysLater(static_cast<int>(round));
    EXPECT_EQ(cache_.Get(secret, scope), Derived(secret, scope)) << round;
    EXPECT_EQ(cache_.Find(secret, scope), Derived(secret, scope)) << round;
  }
}

TEST_F(SigningKeyCacheTest, ReturnsTheRightKeysToManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 500;
  // More keys than the capacity, so that every call evicts entries.
  constexpr int kDays = 12;
  std::vector<Digest> expected;
  for (int day = 0; day < kDays; ++day) expected.push_back(Derived(kSecret, DaysLater(day)));
  std::vector<int> wrong(kThreads, 0);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int round = 0; round < kRounds; ++round) {
          const int day = (round * 5 + thread * 3) % kDays;
          const Digest key = cache_.Get(kSecret, DaysLater(day));
          if (key != expected[static_cast<std::size_t>(day)]) ++wrong[static_cast<std::size_t>(thread)];
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<int>(kThreads, 0));
}

}  // namespace
}  // namespace lookoutvision::internal
