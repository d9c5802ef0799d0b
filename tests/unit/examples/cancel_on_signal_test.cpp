// Tests of CancelOnSignal with signals to this process.
#include "package_model/cancel_on_signal.h"

#include <semaphore>
#include <stop_token>

#include <gtest/gtest.h>
#include <signal.h>

namespace package_model {
namespace {

using Handler = void (*)(int);

Handler HandlerOf(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  return action.sa_handler;
}

// Restores the default signal handler, since SIGINT is ignored in the background of a shell.
class CancelOnSignalTest : public testing::TestWithParam<int> {
 protected:
  CancelOnSignalTest() : previous_(signal(GetParam(), SIG_DFL)) {}
  ~CancelOnSignalTest() override { signal(GetParam(), previous_); }

 private:
  const Handler previous_;
};

TEST_P(CancelOnSignalTest, RequestsAStop) {
  const CancelOnSignal signals;
  EXPECT_FALSE(signals.token().stop_requested());
  std::binary_semaphore stopped(0);
  const std::stop_callback callback(signals.token(), [&] { stopped.release(); });
  raise(GetParam());
  stopped.acquire();
  EXPECT_TRUE(signals.token().stop_requested());
}

TEST_P(CancelOnSignalTest, EndsTheProgramOnTheSecondSignal) {
  EXPECT_EXIT(
      {
        const CancelOnSignal signals;
        raise(GetParam());
        raise(GetParam());
      },
      testing::ExitedWithCode(130), "");
}

TEST_P(CancelOnSignalTest, RestoresThePreviousHandler) {
  const Handler former = HandlerOf(GetParam());
  {
    const CancelOnSignal signals;
    EXPECT_NE(HandlerOf(GetParam()), former);
  }
  EXPECT_EQ(HandlerOf(GetParam()), former);
}

TEST_P(CancelOnSignalTest, LeavesAnIgnoredSignalIgnored) {
  signal(GetParam(), SIG_IGN);
  {
    const CancelOnSignal signals;
    EXPECT_EQ(HandlerOf(GetParam()), SIG_IGN);
  }
  EXPECT_EQ(HandlerOf(GetParam()), SIG_IGN);
}

TEST_P(CancelOnSignalTest, StartsWithoutAStopEachTime) {
  for (int i = 0; i < 2; ++i) {
    const CancelOnSignal signals;
    EXPECT_FALSE(signals.token().stop_requested());
    raise(GetParam());
  }
  const CancelOnSignal signals;
  EXPECT_FALSE(signals.token().stop_requested());
}

INSTANTIATE_TEST_SUITE_P(Signals, CancelOnSignalTest, testing::Values(SIGINT, SIGTERM));

}  // namespace
}  // namespace package_model
