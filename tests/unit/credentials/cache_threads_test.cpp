// Tests of concurrent loads from the credentials cache.
#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/cached_credentials.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;
using test::CachedCredentialsTest;
using test::kLoadFailed;

TEST_F(CachedCredentialsTest, AreRefreshedByOneCallerWhileOthersUseValidOnes) {
  source_->script = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  Loaded(*cached);
  fake_.Advance(56min);
  std::latch loading(1), may_return(1);
  source_->script = [&](const LoadContext&) {
    loading.count_down();
    may_return.wait();
    return Until(1h, "new");
  };
  std::jthread refresher([&] { EXPECT_EQ(Loaded(*cached).access_key_id, "new"); });
  loading.wait();
  EXPECT_EQ(Loaded(*cached).access_key_id, "old");
  may_return.count_down();
  refresher.join();
  EXPECT_EQ(Loaded(*cached).access_key_id, "new");
  EXPECT_EQ(source_->loads, 2);
}

// Threads that load at the same time, and their results.
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
  source_->script = [this](const LoadContext&) { return Until(1h); };
  const auto cached = Cached();
  for (const LoadResult& result : Crowd(*cached, 32).Join()) {
    EXPECT_TRUE(std::holds_alternative<Credentials>(result));
  }
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, AreNeverLoadedByTwoCallersAtTheSameTime) {
  source_->script = [](const LoadContext&) { return kLoadFailed; };
  const auto cached = Cached();
  for (const LoadResult& result : Crowd(*cached, 32).Join()) {
    EXPECT_EQ(std::get<Error>(result).message, "broken");
  }
  EXPECT_EQ(source_->max_concurrent_loads, 1);
}

TEST_F(CachedCredentialsTest, AreNotLoadedAgainByCallersThatWaitedForAFailure) {
  std::latch loading(1), waiting(2);
  source_->script = [&](const LoadContext&) {
    loading.count_down();
    waiting.wait();
    return kLoadFailed;
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
  loading.wait();
  std::vector<std::jthread> others;
  for (int i = 0; i < 2; ++i) others.emplace_back([&] { EXPECT_EQ(Failed(*cached).message, "broken"); });
  others.clear();
  refresher.join();
  EXPECT_EQ(source_->loads, 1);
}

TEST_F(CachedCredentialsTest, AreLoadedByAnotherCallerIfTheFirstIsStopped) {
  const auto cached = Cached();
  std::stop_source stop;
  std::latch loading(1);
  source_->script = [&](const LoadContext& context) -> LoadResult {
    if (context.stop_token.stop_possible()) {
      loading.count_down();
      std::latch stopped(1);
      const std::stop_callback on_stop(context.stop_token, [&] { stopped.count_down(); });
      stopped.wait();
      return Error{.kind = ErrorKind::kCancelled};
    }
    return Until(1h);
  };
  std::jthread stopped(
      [&] { EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled); });
  loading.wait();
  std::vector<std::jthread> others;
  for (int i = 0; i < 4; ++i) others.emplace_back([&] { EXPECT_EQ(Loaded(*cached).access_key_id, "id"); });
  stop.request_stop();
  others.clear();
  EXPECT_EQ(source_->loads, 2);
}

TEST_F(CachedCredentialsTest, AreLoadedByAnotherCallerIfTheFirstThrows) {
  const auto cached = Cached();
  source_->script = [](const LoadContext&) -> LoadResult { throw std::runtime_error("no"); };
  EXPECT_THROW(cached->Load({}), std::runtime_error);
  source_->script = [this](const LoadContext&) { return Until(1h); };
  EXPECT_EQ(Loaded(*cached).access_key_id, "id");
}

TEST_F(CachedCredentialsTest, ReleaseAWaitingCallerAtItsDeadlineOrStop) {
  const auto cached = Cached();
  std::latch loading(1), may_return(1);
  source_->script = [&](const LoadContext&) {
    loading.count_down();
    may_return.wait();
    return Until(1h);
  };
  std::jthread refresher([&] { Loaded(*cached); });
  loading.wait();
  EXPECT_EQ(Failed(*cached, {.deadline = fake_.steady_now}).kind, ErrorKind::kTimeout);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled);
  may_return.count_down();
}

TEST_F(CachedCredentialsTest, WakeAWaitingCallerByItsStopToken) {
  std::latch loading(1), may_return(1);
  source_->script = [&](const LoadContext&) {
    loading.count_down();
    may_return.wait();
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
  loading.wait();
  EXPECT_EQ(Failed(*cached, {.stop_token = stop.get_token()}).kind, ErrorKind::kCancelled);
  EXPECT_TRUE(woken);
  may_return.count_down();
}

TEST_F(CachedCredentialsTest, LoadOnceIfTwoThreadsReportTheSameRejection) {
  source_->script = [this](const LoadContext&) { return Until(1h, "old"); };
  const auto cached = Cached();
  const Credentials old = Loaded(*cached);
  std::latch rejected(2);
  source_->script = [&](const LoadContext&) {
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

TEST_F(CachedCredentialsTest, CanBeLoadedInAChildForkedDuringARefresh) {
  const auto cached = Cached();
  std::latch loading(1), may_return(1);
  const pid_t parent = getpid();
  source_->script = [&](const LoadContext&) {
    if (getpid() == parent) {
      loading.count_down();
      may_return.wait();
    }
    return Until(1h);
  };
  std::jthread refresher([&] { Loaded(*cached); });
  loading.wait();
  const pid_t child = fork();
  if (child == 0) _exit(std::holds_alternative<Credentials>(cached->Load({})) ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  may_return.count_down();
}

}  // namespace
}  // namespace lookoutvision
