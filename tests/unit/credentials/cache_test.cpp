// Tests of the cache: when it refreshes, who does, and what the others get meanwhile.
#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;

const Error kBroken{.kind = ErrorKind::kCredentials, .message = "broken"};

// Returns the outcomes of a script, and counts the loads.
class Source : public CredentialsProvider {
 public:
  using Answer = std::function<LoadResult(const LoadContext&)>;
  explicit Source(Answer first) : answer(std::move(first)) {}
  LoadResult Load(const LoadContext& context) override {
    ++loads;
    const int others = ++inside;
    if (others > most_inside) most_inside = others;
    struct Leave {
      std::atomic<int>& count;
      ~Leave() { --count; }
    } leave{inside};
    return answer(context);
  }

  Answer answer;
  std::atomic<int> loads = 0;
  std::atomic<int> inside = 0;
  std::atomic<int> most_inside = 0;
};

class CachedCredentialsTest : public test::CredentialsFixture {
 protected:
  Credentials Until(std::chrono::system_clock::duration life, std::string id = "id") {
    return {.access_key_id = std::move(id), .secret_access_key = "s", .expiration = fake_.system_now + life};
  }
  // Sleeps for real, so that callers can wait for each other; the clocks stay the fake ones.
  std::shared_ptr<CredentialsProvider> Cached() {
    Platform platform = fake_.platform();
    platform.sleep = {};
    return MakeCachedCredentials(source_, platform);
  }

  std::shared_ptr<Source> source_ = std::make_shared<Source>([](const LoadContext&) { return kBroken; });
};

TEST_F(CachedCredentialsTest, AreLoadedAgainFiveMinutesBeforeTheyExpire) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(55min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).expiration, fake_.system_now + 1h);
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, RefreshShortLivedOnesInTheLastQuarterOfTheirLife) {
  source_->answer = [this](const LoadContext&) { return Until(4min); };
  const auto cached = Cached();
  for (int call = 0; call < 20; ++call) Loaded(*cached);
  fake_.Advance(3min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).expiration, fake_.system_now + 4min);
  EXPECT_EQ(source_->loads, 2);
  // The window follows the life of the new ones.
  fake_.Advance(3min - 1s);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, PauseAMinuteAfterARefreshWithoutALaterExpiration) {
  const auto expiration = fake_.system_now + 1h;
  source_->answer = [&](const LoadContext&) {
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

TEST_F(CachedCredentialsTest, RejectThoseThatArriveExpired) {
  for (const auto age : {0s, 60s}) {
    source_->answer = [&](const LoadContext&) { return Until(-age, "AKID"); };
    const Error error = Failed(*Cached());
    EXPECT_EQ(error.kind, ErrorKind::kCredentials);
    EXPECT_NE(error.message.find("expired at 2015-08-30T12:3" + std::string(age == 0s ? "6" : "5") + ":00Z"),
              std::string::npos)
        << error.message;
    EXPECT_EQ(error.message.find("AKID"), std::string::npos);
  }
}

TEST_F(CachedCredentialsTest, StayInUseIfARefreshBringsExpiredOnes) {
  source_->answer = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  source_->answer = [this](const LoadContext&) { return Until(-1s, "expired"); };
  for (int call = 0; call < 20; ++call) EXPECT_EQ(Loaded(*cached).access_key_id, "old");
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreKeptWithoutAnExpiration) {
  source_->answer = [](const LoadContext&) {
    return Credentials{.access_key_id = "id", .secret_access_key = "s"};
  };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(24h * 365);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, StayInUseAfterAFailureAndAreTriedAgainAfterAMinute) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  source_->answer = [](const LoadContext&) { return kBroken; };
  fake_.Advance(56min);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  fake_.Advance(59s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 3);
  // Expired ones are never given, and no wait stands before a try to get others.
  fake_.Advance(4min);
  EXPECT_EQ(Failed(*cached).message, "broken");
  source_->answer = [](const LoadContext&) { return NotConfigured{"gone"}; };
  EXPECT_EQ(WhyAbsent(*cached), "gone");
  source_->answer = [this](const LoadContext&) { return Until(1h, "new"); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
}

TEST_F(CachedCredentialsTest, DoNotCountTheEndOfTheCallAsAFailure) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  source_->answer = [](const LoadContext&) { return kBroken; };
  EXPECT_EQ(Loaded(*cached, {.deadline = fake_.steady_now}).access_key_id, "id");
  source_->answer = [this](const LoadContext&) { return Until(1h, "new"); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
}

TEST_F(CachedCredentialsTest, AreRefreshedByOneCallerWhileOthersUseValidOnes) {
  source_->answer = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  std::latch asked(1), answered(1);
  source_->answer = [&](const LoadContext&) {
    asked.count_down();
    answered.wait();
    return Until(1h, "new");
  };
  std::jthread refresher([&] { EXPECT_EQ(Loaded(*cached).access_key_id, "new"); });
  asked.wait();
  EXPECT_EQ(Loaded(*cached).access_key_id, "old");
  answered.count_down();
  refresher.join();
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
  EXPECT_EQ(source_->loads, 2);
}

// Threads that load, and what they got.
class Crowd {
 public:
  Crowd(CredentialsProvider& provider, int size) {
    for (int i = 0; i < size; ++i) {
      threads_.emplace_back([&, i = static_cast<std::size_t>(i)] {
        start_.arrive_and_wait();
        results_[i] = provider.Load({});
      });
    }
  }
  std::vector<LoadResult> Join() {
    threads_.clear();
    return results_;
  }

 private:
  std::latch start_{32};
  std::vector<LoadResult> results_{32};
  std::vector<std::jthread> threads_;
};

TEST_F(CachedCredentialsTest, AreLoadedOnceForThirtyTwoWaitingThreads) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  for (const LoadResult& result : Crowd(*cached, 32).Join()) {
    EXPECT_TRUE(std::holds_alternative<Credentials>(result));
  }
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, AreNeverLoadedByTwoCallersAtOnce) {
  source_->answer = [](const LoadContext&) { return kBroken; };
  const auto cached = Cached();
  for (const LoadResult& result : Crowd(*cached, 32).Join()) {
    EXPECT_EQ(std::get<Error>(result).message, "broken");
  }
  EXPECT_EQ(source_->most_inside, 1);
}

TEST_F(CachedCredentialsTest, AreNotLoadedAgainByCallersThatWaitedForAFailure) {
  std::latch asked(1), waiting(2);
  source_->answer = [&](const LoadContext&) {
    asked.count_down();
    waiting.wait();
    return kBroken;
  };
  Platform platform = fake_.platform();
  platform.sleep = [&](std::chrono::nanoseconds, const std::stop_token& token) {
    std::latch woken(1);
    const std::stop_callback wake(token, [&] { woken.count_down(); });
    waiting.count_down();
    woken.wait();
    return false;
  };
  const auto cached = MakeCachedCredentials(source_, platform);
  std::jthread refresher([&] { EXPECT_EQ(Failed(*cached).message, "broken"); });
  asked.wait();
  std::vector<std::jthread> others;
  for (int i = 0; i < 2; ++i) others.emplace_back([&] { EXPECT_EQ(Failed(*cached).message, "broken"); });
  others.clear();
  refresher.join();
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, AreLoadedByAnotherCallerIfTheFirstIsStopped) {
  const auto cached = Cached();
  std::stop_source stop;
  std::latch asked(1);
  source_->answer = [&](const LoadContext& context) -> LoadResult {
    if (context.stop_token.stop_possible()) {
      asked.count_down();
      std::latch stopped(1);
      const std::stop_callback on_stop(context.stop_token, [&] { stopped.count_down(); });
      stopped.wait();
      return Error{.kind = ErrorKind::kCancelled};
    }
    return Until(1h);
  };
  std::jthread stopped(
      [&] { EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled); });
  asked.wait();
  std::vector<std::jthread> others;
  for (int i = 0; i < 4; ++i) others.emplace_back([&] { EXPECT_EQ(Loaded(*cached).access_key_id, "id"); });
  stop.request_stop();
  others.clear();
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreLoadedByAnotherCallerIfTheFirstThrows) {
  const auto cached = Cached();
  source_->answer = [](const LoadContext&) -> LoadResult { throw std::runtime_error("no"); };
  EXPECT_THROW(cached->Load({}), std::runtime_error);
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
}

TEST_F(CachedCredentialsTest, DoNotKeepAWaitingCallerBeyondItsDeadline) {
  const auto cached = Cached();
  std::latch asked(1), answered(1);
  source_->answer = [&](const LoadContext&) {
    asked.count_down();
    answered.wait();
    return Until(1h);
  };
  std::jthread refresher([&] { Loaded(*cached); });
  asked.wait();
  EXPECT_EQ(Failed(*cached, {.deadline = fake_.steady_now}).kind, ErrorKind::kTimeout);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled);
  answered.count_down();
}

TEST_F(CachedCredentialsTest, WakeAWaitingCallerByItsStopToken) {
  std::latch asked(1), answered(1);
  source_->answer = [&](const LoadContext&) {
    asked.count_down();
    answered.wait();
    return Until(1h);
  };
  std::stop_source stop;
  bool woken = false;
  Platform platform = fake_.platform();
  platform.sleep = [&](std::chrono::nanoseconds, const std::stop_token& token) {
    const bool asleep = !token.stop_requested();
    stop.request_stop();
    woken = asleep && token.stop_requested();
    return false;
  };
  const auto cached = MakeCachedCredentials(source_, platform);
  std::jthread refresher([&] { Loaded(*cached); });
  asked.wait();
  EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled);
  EXPECT_TRUE(woken);
  answered.count_down();
}

TEST_F(CachedCredentialsTest, LoadOthersAtMostOnceAMinuteAfterARejection) {
  source_->answer = [](const LoadContext&) {
    return Credentials{.access_key_id = "id", .secret_access_key = "s"};
  };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  // The source has no others.
  for (int call = 0; call < 20; ++call) cached->Reject(Loaded(*cached));
  EXPECT_EQ(source_->loads, 2);
  fake_.Advance(59s);
  cached->Reject(Loaded(*cached));
  EXPECT_EQ(source_->loads, 2);
  source_->answer = [this](const LoadContext&) { return Until(1h, "new"); };
  fake_.Advance(1s);
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
  EXPECT_EQ(source_->loads, 3);
  fake_.Advance(55min);
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 4);
}

TEST_F(CachedCredentialsTest, StayInUseIfOthersWereRejected) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  Loaded(*cached);
  cached->Reject({.access_key_id = "id", .secret_access_key = "another"});
  Loaded(*cached);
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, ReportWhyThereAreNoOthersAfterARejection) {
  source_->answer = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  cached->Reject(Loaded(*cached));
  source_->answer = [](const LoadContext&) { return kBroken; };
  EXPECT_EQ(Failed(*cached).message, "broken");
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, LoadOnceIfTwoThreadsReportTheSameRejection) {
  source_->answer = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  const Credentials old = Loaded(*cached);
  std::latch rejected(2);
  source_->answer = [&](const LoadContext&) {
    rejected.wait();
    return Until(1h, "new");
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      cached->Reject(old);
      rejected.count_down();
      EXPECT_EQ(Loaded(*cached).access_key_id, "new");
    });
  }
  threads.clear();
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, PassARejectionOnThroughAChain) {
  source_->answer = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto outer = MakeCachedCredentials(MakeChainCredentials({{"inner", Cached()}}), fake_.platform());
  const Credentials old = Loaded(*outer);
  source_->answer = [this](const LoadContext&) { return Until(1h, "new"); };
  outer->Reject(old);
  EXPECT_EQ(Loaded(*outer).access_key_id, "new");
}

TEST_F(CachedCredentialsTest, CanBeLoadedInAChildForkedDuringARefresh) {
  const auto cached = Cached();
  std::latch asked(1), answered(1);
  const pid_t parent = getpid();
  source_->answer = [&](const LoadContext&) {
    if (getpid() == parent) {
      asked.count_down();
      answered.wait();
    }
    return Until(1h);
  };
  std::jthread refresher([&] { Loaded(*cached); });
  asked.wait();
  const pid_t child = fork();
  if (child == 0) _exit(std::holds_alternative<Credentials>(cached->Load({})) ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  answered.count_down();
}

}  // namespace
}  // namespace lookoutvision
