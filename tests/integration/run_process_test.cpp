// Tests of commands in child processes: their streams, status and end.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/real_platform.h"
#include "support/fifo.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;

ProcessResult Execute(const std::string& command, const IoOptions& options = {}) {
  return internal::WithRealParts({}).run_process(command, options);
}

std::size_t OpenDescriptors() {
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

TEST(RunProcess, ReturnsOutputErrorsAndExitStatus) {
  const auto result = Execute("echo out; echo garbage >&2; exit 7");
  EXPECT_EQ(result.exit_status, 7);
  EXPECT_EQ(result.output, "out\n");
  EXPECT_EQ(result.error_output, "garbage\n");
  EXPECT_EQ(result.problem, "");
}

TEST(RunProcess, ProvidesNoInputAndRunsInAShell) {
  const auto result = Execute("cat; x='a  b'; printf '%s' \"$x\" | tr a c");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output, "c  b");
}

TEST(RunProcess, ReadsBothStreamsWhileTheyAreWrittenAndKeepsAMebibyteOfEach) {
  // More than the buffer of a pipe, to one stream after the other: a reader of one stream at a time would
  // hang.
  const auto result = Execute("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; echo end");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output.size(), std::size_t{1} << 20);
  EXPECT_EQ(result.error_output.size(), std::size_t{1} << 20);
}

TEST(RunProcess, PreventsTheCommandFromForgingItsStatus) {
  EXPECT_EQ(Execute("echo 0 >&3; exit 9").exit_status, 9);
}

TEST(RunProcess, ReturnsTheStatusIfTheProgramIgnoresSigchld) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const auto result = Execute("/bin/sh -c 'exit 3'; exit $?");
  std::signal(SIGCHLD, before);
  EXPECT_EQ(result.exit_status, 3);
}

TEST(RunProcess, ReturnsTheStatusIfASignalHandlerWaitsForEveryChild) {
  const auto before = std::signal(SIGCHLD, [](int) {
    const int error = errno;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    errno = error;
  });
  const auto result = Execute("exit 4");
  std::signal(SIGCHLD, before);
  EXPECT_EQ(result.exit_status, 4);
}

TEST(RunProcess, RestoresDefaultSignals) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  // If SIGPIPE were ignored, `yes` would print an error.
  const auto result = Execute("yes | head -n 1");
  std::signal(SIGPIPE, before);
  EXPECT_EQ(result.output, "y\n");
  EXPECT_EQ(result.error_output, "");
}

TEST(RunProcess, EndsACommandAtTheTimeout) {
  const auto result = Execute("sleep 1000", {.timeout = milliseconds{1}});
  EXPECT_EQ(result.exit_status, std::nullopt);
  EXPECT_EQ(result.problem, "it was killed after 1 ms");
}

TEST(RunProcess, EndsTheWholeProcessGroupWhenStopped) {
  const test::Fifo pipe;
  std::stop_source source;
  std::jthread runner([&] {
    const auto result =
        Execute("(sleep 1000; :) > '" + pipe.path() + "' & echo ready > '" + pipe.path() + "'; sleep 1000",
                {.stop_token = source.get_token(), .timeout = std::chrono::hours{1}});
    EXPECT_EQ(result.problem, "it was killed by the caller's stop token");
  });
  const test::FifoReader reader(pipe);
  EXPECT_EQ(reader.ReadLine(), "ready");
  source.request_stop();
  // The pipe is closed only when the background process has ended, too.
  EXPECT_TRUE(reader.Ends());
}

TEST(RunProcess, DoesNotWaitForABackgroundProcess) {
  const test::Fifo pipe;
  const auto result =
      Execute("(read line < '" + pipe.path() + "') & echo done", {.timeout = std::chrono::hours{1}});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output, "done\n");
  std::ofstream(pipe.path()) << "go\n";
}

TEST(RunProcess, ReportsThatASignalEndedTheShell) {
  const auto result = Execute("kill -9 $PPID");
  EXPECT_EQ(result.exit_status, std::nullopt);
  EXPECT_EQ(result.problem, "it was killed by a signal");
  EXPECT_EQ(Execute("kill -9 $$").exit_status, 128 + 9);
}

TEST(RunProcess, ReportsWhyItCannotStart) {
  const auto result = Execute(std::string(std::size_t{8} << 20, 'x'));
  EXPECT_EQ(result.exit_status, std::nullopt);
  EXPECT_EQ(result.problem, "it could not be started: Argument list too long");
}

TEST(RunProcess, LeavesNoZombieAndNoDescriptor) {
  const std::size_t before = OpenDescriptors();
  for (int i = 0; i < 20; ++i) Execute("true");
  Execute("sleep 1000", {.timeout = milliseconds{1}});
  EXPECT_EQ(OpenDescriptors(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child remains";
}

TEST(RunProcess, MayBeCalledByManyThreadsAtOnce) {
  std::atomic<int> right = 0;
  {
    std::latch start(8);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        const std::string text = std::to_string(i);
        const auto result = Execute("printf " + text + "; exit " + text);
        if (result.output == text && result.exit_status == i) ++right;
      });
    }
  }
  EXPECT_EQ(right, 8);
}

TEST(RunProcess, WorksInAChildAfterFork) {
  const pid_t child = fork();
  if (child == 0) _exit(Execute("echo hello").output == "hello\n" ? EXIT_SUCCESS : EXIT_FAILURE);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(RunProcess, WorksIfTheStandardDescriptorsAreClosed) {
  const pid_t child = fork();
  if (child == 0) {
    for (const int number : {0, 1, 2}) ::close(number);
    const auto result = Execute("echo out; echo err >&2; exit 5");
    _exit(result.output == "out\n" && result.error_output == "err\n" && result.exit_status == 5 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace lookoutvision
