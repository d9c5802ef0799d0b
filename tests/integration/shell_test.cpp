// Tests of the descriptors and the terminal of a shell command.
#include "base/shell.h"

#include <array>
#include <chrono>
#include <fstream>
#include <stop_token>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/real_platform.h"
#include "support/fifo.h"
#include "support/fork.h"
#include "support/program.h"
#include "support/terminal.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::hours kGenerous{1};

ProcessResult Execute(const std::string& command, const IoOptions& options = {}) {
  return internal::WithRealParts({}).run_process(command, options);
}

TEST(Shell, PassesNoDescriptorToTheCommand) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const int high = ::fcntl(ends[1], F_DUPFD, 200);
  // The shell has a fourth descriptor, to report the status.
  const auto result = Execute("ls /proc/$$/fd; ls /proc/$PPID/fd | wc -l");
  for (const int number : {ends[0], ends[1], high}) ::close(number);
  EXPECT_EQ(result.output, "0\n1\n2\n4\n");
}

TEST(Shell, PassesNoPipeToABackgroundProcess) {
  const test::Fifo pipe;
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  EXPECT_EQ(Execute("(read line < '" + pipe.path() + "') & :").exit_status, 0);
  ::close(ends[1]);
  // The end of file shows that the background process does not have the other end.
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), 0);
  ::close(ends[0]);
  std::ofstream(pipe.path()) << "go\n";
}

// Tests the fallback for systems without close_range().
TEST(Shell, ClosesTheListedDescriptors) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const int high = ::fcntl(ends[1], F_DUPFD, 200);
  posix_spawn_file_actions_t actions;
  ASSERT_EQ(posix_spawn_file_actions_init(&actions), 0);
  internal::CloseListedDescriptors(actions, high);
  std::string command =
      "test -e /proc/$$/fd/" + std::to_string(ends[1]) + " && test ! -e /proc/$$/fd/" + std::to_string(high);
  std::array<std::string, 2> words{"sh", "-c"};
  const std::array<char*, 4> arguments{words[0].data(), words[1].data(), command.data(), nullptr};
  pid_t process = -1;
  EXPECT_EQ(posix_spawn(&process, "/bin/sh", &actions, nullptr, arguments.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  EXPECT_EQ(waitpid(process, &status, 0), process);
  EXPECT_EQ(status, 0);
  for (const int number : {ends[0], ends[1], high}) ::close(number);
}

class ShellTerminal : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test::Program::HasTerminals()) GTEST_SKIP() << "this machine has no pseudo terminals";
  }
};

// Runs `body` in a child in the foreground of its controlling terminal `terminal`.
template <typename Body>
bool HoldsInForeground(const test::Terminal& terminal, Body body) {
  return test::HoldsInChild([&] { return terminal.Control() && body(); });
}

// Runs `body` in a child in the background of `terminal`; the process group of its parent is in the
// foreground.
template <typename Body>
bool HoldsInBackground(const test::Terminal& terminal, Body body) {
  return HoldsInForeground(terminal,
                           [&] { return test::HoldsInChild([&] { return setpgid(0, 0) == 0 && body(); }); });
}

TEST_F(ShellTerminal, LetsTheCommandOfAForegroundProgramUseTheTerminal) {
  const test::Terminal terminal;
  terminal.StopBackgroundWrites();
  terminal.Type("1234\n");
  // The kernel echoes it when it gets to it, which could be after the question.
  ASSERT_EQ(terminal.ReadUntil("\n"), "1234\r\n");
  ASSERT_TRUE(HoldsInForeground(terminal, [] {
    const auto result =
        Execute("printf 'PIN: ' > /dev/tty; read pin < /dev/tty; echo $pin; exit 6", {.timeout = kGenerous});
    return result.output == "1234\n" && result.exit_status == 6;
  }));
  EXPECT_EQ(terminal.ReadUntil("PIN: "), "PIN: ");
}

TEST_F(ShellTerminal, DetachesTheCommandOfABackgroundProgramFromTheTerminal) {
  const test::Terminal terminal;
  terminal.StopBackgroundWrites();
  for (const std::string command :
       {"read pin < /dev/tty", "echo 'PIN: ' > /dev/tty", "stty -F /dev/tty -echo"}) {
    EXPECT_TRUE(HoldsInBackground(terminal, [&] {
      const auto result = Execute(command, {.timeout = kGenerous});
      return result.exit_status.value_or(0) != 0 && result.error_output.find("/dev/tty") != std::string::npos;
    })) << command;
  }
}

TEST_F(ShellTerminal, EndsAllProcessesOfAForegroundCommand) {
  const test::Terminal terminal;
  const test::Fifo pipe;
  EXPECT_TRUE(HoldsInForeground(terminal, [&] {
    std::stop_source source;
    const std::jthread runner([&] {
      Execute("(sh -c 'sleep 1000; :'; :) > '" + pipe.path() + "' & echo ready > '" + pipe.path() +
                  "'; read pin < /dev/tty",
              {.stop_token = source.get_token(), .timeout = kGenerous});
    });
    const test::FifoReader reader(pipe);
    const bool ready = reader.ReadLine() == "ready";
    source.request_stop();
    // The pipe is closed when the last process that has it open has ended.
    return ready && reader.Ends();
  }));
}

TEST_F(ShellTerminal, RestoresTheEchoWhenItEndsACommand) {
  const test::Terminal terminal;
  EXPECT_TRUE(terminal.Echoes());
  EXPECT_TRUE(HoldsInForeground(terminal, [&] {
    std::stop_source source;
    const std::jthread stopper([&] {
      while (terminal.Echoes()) std::this_thread::yield();
      source.request_stop();
    });
    Execute("stty -F /dev/tty -echo; read pin < /dev/tty",
            {.stop_token = source.get_token(), .timeout = kGenerous});
    return terminal.Echoes();
  }));
}

TEST_F(ShellTerminal, DoesNotSignalTheProgramWhenItEndsAForegroundCommand) {
  const test::Terminal terminal;
  EXPECT_TRUE(HoldsInForeground(terminal, [] {
    Execute("sleep 1000", {.timeout = milliseconds{1}});
    return Execute("echo still here").output == "still here\n";
  }));
}

}  // namespace
}  // namespace lookoutvision
