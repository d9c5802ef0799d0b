// Tests of the credentials cache: when it loads credentials again.
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "support/cached_credentials.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;
using test::CachedCredentialsTest;
using test::kLoadFailed;

TEST_F(CachedCredentialsTest, AreRefreshedFiveMinutesBeforeTheyExpire) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(55min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).expiration, fake_.system_now + 1h);
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreRefreshedInTheLastQuarterOfAShortLifetime) {
  source_->script = [this](const LoadContext&) { return Until(4min); };
  const auto cached = Cached();
  for (int call = 0; call < 20; ++call) Loaded(*cached);
  fake_.Advance(3min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).expiration, fake_.system_now + 4min);
  EXPECT_EQ(source_->loads, 2);
  // The window depends on the lifetime of the new credentials.
  fake_.Advance(3min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreNotRefreshedForAMinuteAfterARefreshWithoutALaterExpiration) {
  const auto expiration = fake_.system_now + 1h;
  source_->script = [&](const LoadContext&) {
    return Credentials{.access_key_id = "id", .secret_access_key = "s", .expiration = expiration};
  };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(55min);
  for (int call = 0; call < 20; ++call) Loaded(*cached);
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(59s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 3);
}

TEST_F(CachedCredentialsTest, AreAnErrorIfTheyAreExpiredWhenLoaded) {
  for (const auto age : {0s, 60s}) {
    source_->script = [&](const LoadContext&) { return Until(-age, "AKID"); };
    const Error error = Failed(*Cached());
    EXPECT_EQ(error.kind, ErrorKind::kCredentials);
    EXPECT_NE(error.message.find("expired at 2015-08-30T12:3" + std::string(age == 0s ? "6" : "5") + ":00Z"),
              std::string::npos)
        << error.message;
    EXPECT_EQ(error.message.find("AKID"), std::string::npos);
  }
}

TEST_F(CachedCredentialsTest, AreKeptIfARefreshReturnsExpiredOnes) {
  source_->script = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  source_->script = [this](const LoadContext&) { return Until(-1s, "expired"); };
  for (int call = 0; call < 20; ++call) EXPECT_EQ(Loaded(*cached).access_key_id, "old");
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreKeptWithoutAnExpiration) {
  source_->script = [](const LoadContext&) {
    return Credentials{.access_key_id = "id", .secret_access_key = "s"};
  };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(24h * 365);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, AreKeptAfterAFailedRefreshWhichIsRepeatedAfterAMinute) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  source_->script = [](const LoadContext&) { return kLoadFailed; };
  fake_.Advance(56min);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  fake_.Advance(59s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 3);
  // Expired credentials are never returned; others are loaded without a pause.
  fake_.Advance(4min);
  EXPECT_EQ(Failed(*cached).message, "broken");
  source_->script = [](const LoadContext&) { return NotConfigured{"gone"}; };
  EXPECT_EQ(WhyAbsent(*cached), "gone");
  source_->script = [this](const LoadContext&) { return Until(1h, "new"); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
}

TEST_F(CachedCredentialsTest, AreRefreshedWithoutAPauseAfterARefreshWithALaterExpiration) {
  source_->script = [this](const LoadContext&) { return Until(2min); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(110s);
  source_->script = [](const LoadContext&) { return kLoadFailed; };
  Loaded(*cached);
  fake_.Advance(10s);
  source_->script = [this](const LoadContext&) { return Until(40s, "new"); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
  EXPECT_EQ(source_->loads, 3);
  // A pause after the failure would last for another 20 s.
  fake_.Advance(30s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 4);
}

TEST_F(CachedCredentialsTest, DoNotCountTheEndOfTheCallAsAFailure) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  source_->script = [](const LoadContext&) { return kLoadFailed; };
  EXPECT_EQ(Loaded(*cached, {.deadline = fake_.steady_now}).access_key_id, "id");
  source_->script = [this](const LoadContext&) { return Until(1h, "new"); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
}

}  // namespace
}  // namespace lookoutvision
