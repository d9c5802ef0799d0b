// Tests of cached credentials that a service rejects.
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/cached_credentials.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;
using test::CachedCredentialsTest;
using test::kLoadFailed;

TEST_F(CachedCredentialsTest, AreReplacedAtMostOncePerMinuteAfterARejection) {
  source_->script = [](const LoadContext&) {
    return Credentials{.access_key_id = "id", .secret_access_key = "s"};
  };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  // The source returns the same credentials.
  for (int call = 0; call < 20; ++call) cached->Reject(Loaded(*cached));
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(59s);
  cached->Reject(Loaded(*cached));
  EXPECT_EQ(source_->loads, 2);
  source_->script = [this](const LoadContext&) { return Until(1h, "new"); };
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
  EXPECT_EQ(source_->loads, 3);
  fake_.Advance(55min);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 4);
}

TEST_F(CachedCredentialsTest, AreReplacedAtMostOncePerMinuteIfTheNewOnesAreRejected) {
  source_->script = [this](const LoadContext&) {
    // Each has a later expiration than the last one.
    const int number = source_->loads;
    return Until(1h + number * 1min, "id" + std::to_string(number));
  };
  const auto cached = Cached();
  for (int call = 0; call < 20; ++call) cached->Reject(Loaded(*cached));
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(1min);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id3");
}

TEST_F(CachedCredentialsTest, AreLoadedAgainAfterAMinuteIfThereWereNoOthers) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(1min);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 3);
}

TEST_F(CachedCredentialsTest, AreKeptAfterTheyReplacedRejectedOnes) {
  source_->script = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  source_->script = [this](const LoadContext&) { return Until(1h, "new"); };
  for (int call = 0; call < 3; ++call) {
    EXPECT_EQ(Loaded(*cached).access_key_id, "new");
    fake_.Advance(1min);
  }
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreKeptIfOthersWereRejected) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  cached->Reject({.access_key_id = "id", .secret_access_key = "another"});
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, ReportWhyThereAreNoOthersAfterARejection) {
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  source_->script = [](const LoadContext&) { return kLoadFailed; };
  EXPECT_EQ(Failed(*cached).message, "broken");
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, PassARejectionThroughAChain) {
  source_->script = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto outer = MakeCachedCredentials(MakeChainCredentials({{"inner", Cached()}}), fake_.platform());
  const Credentials old = Loaded(*outer);
  source_->script = [this](const LoadContext&) { return Until(1h, "new"); };
  outer->Reject(old);
  EXPECT_EQ(Loaded(*outer).access_key_id, "new");
}

}  // namespace
}  // namespace lookoutvision
