// Tests of PerProcess.
#include "base/per_process.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

using test::HoldsInChild;

TEST(PerProcess, IsOneValueInOneProcess) {
  PerProcess<int> number;
  EXPECT_EQ(number.OfThisProcess(), 0);
  number.OfThisProcess() = 3;
  EXPECT_EQ(number.OfThisProcess(), 3);
}

TEST(PerProcess, IsNewInAChildAndUnchangedInTheParent) {
  PerProcess<int> number;
  number.OfThisProcess() = 3;
  EXPECT_TRUE(HoldsInChild([&] {
    const bool fresh = number.OfThisProcess() == 0;
    number.OfThisProcess() = 4;
    return fresh && number.OfThisProcess() == 4;
  }));
  EXPECT_EQ(number.OfThisProcess(), 3);
}

TEST(PerProcess, DoesNotTouchTheInheritedValueInAChild) {
  PerProcess<std::mutex> mutex;
  const std::lock_guard held(mutex.OfThisProcess());
  EXPECT_TRUE(HoldsInChild([&] { return mutex.OfThisProcess().try_lock(); }));
}

int destroyed = 0;
struct CountsItsEnd {
  ~CountsItsEnd() { ++destroyed; }
};

TEST(PerProcess, DestroysOnlyTheValueOfItsProcess) {
  std::optional<PerProcess<CountsItsEnd>> value(std::in_place);
  destroyed = 0;
  EXPECT_TRUE(HoldsInChild([&] {
    value.reset();
    return destroyed == 0;
  }));
  EXPECT_TRUE(HoldsInChild([&] {
    value->OfThisProcess();
    value.reset();
    return destroyed == 1;
  }));
  value.reset();
  EXPECT_EQ(destroyed, 1);
}

TEST(PerProcess, IsSharedByAllThreadsOfAChild) {
  PerProcess<int> number;
  EXPECT_TRUE(HoldsInChild([&] {
    std::vector<int*> seen(8);
    {
      std::vector<std::jthread> threads;
      for (int*& place : seen) threads.emplace_back([&] { place = &number.OfThisProcess(); });
    }
    return std::set<int*>(seen.begin(), seen.end()).size() == 1;
  }));
}

}  // namespace
}  // namespace lookoutvision::internal
