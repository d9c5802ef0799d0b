// Tests of what is known about the process. That a fork waits is tested by
// tests/integration/fork_during_start.
#include "base/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

TEST(ThisProcess, IsAnotherOneInAChild) {
  const auto parent = ThisProcess();
  EXPECT_EQ(parent, getpid());
  EXPECT_TRUE(test::HoldsInChild([&] { return ThisProcess() == getpid() && ThisProcess() != parent; }));
}

TEST(WithoutFork, RunsTheWorkEachTimeInParentAndChild) {
  int runs = 0;
  WithoutFork([&] { ++runs; });
  EXPECT_TRUE(test::HoldsInChild([&] {
    WithoutFork([&] { ++runs; });
    return runs == 2;
  }));
  WithoutFork([&] { ++runs; });
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace lookoutvision::internal
