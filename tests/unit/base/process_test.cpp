// Tests of the process identity, and of WithoutFork.
#include "base/process.h"

#include <csignal>
#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#include <sys/syscall.h>
#endif

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

TEST(ThisProcess, DiffersInAChild) {
  const auto parent = ThisProcess();
  EXPECT_EQ(ThisProcess(), parent);
  EXPECT_TRUE(test::HoldsInChild([&] {
    const auto child = ThisProcess();
    return child != parent && ThisProcess() == child &&
           test::HoldsInChild([&] { return ThisProcess() != child && ThisProcess() != parent; });
  }));
  EXPECT_EQ(ThisProcess(), parent);
}

#if defined(__linux__)
// Forks as programs do that bypass the C library, so that its fork handlers do not run.
TEST(ThisProcess, DiffersInAChildThatIsNotForkedByLibc) {
  const auto parent = ThisProcess();
  const auto child = static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (child == 0) _exit(ThisProcess() != parent ? EXIT_SUCCESS : EXIT_FAILURE);
  ASSERT_GT(child, 0);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(ThisProcess, DiffersInAChildWithTheSamePid) {
  const auto in_own_namespace = [&](auto body) {
    if (unshare(CLONE_NEWPID) == 0) return test::HoldsInChild(body);
    _exit(EXIT_SUCCESS);
  };
  EXPECT_TRUE(test::HoldsInChild([&] {
    return in_own_namespace([&] {
      const auto parent = ThisProcess();
      return getpid() == 1 && in_own_namespace([&] { return getpid() == 1 && ThisProcess() != parent; });
    });
  }));
  if (!test::HoldsInChild([] { return unshare(CLONE_NEWPID) == 0; })) {
    GTEST_SKIP() << "this process may not create PID namespaces";
  }
}
#endif

TEST(WithoutFork, RunsTheWorkInParentAndChild) {
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
