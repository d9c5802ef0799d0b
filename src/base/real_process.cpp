// Runs a command with posix_spawn, in a process group of its own; see real_process.h. It makes nothing of
// what the command writes.
#include "base/real_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "base/io_wait.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxOutput = std::size_t{1} << 20;
constexpr std::size_t kChunk = 4096;
// Room enough for what is usually written, so that no copy of it is left behind where the text grows.
constexpr std::size_t kUsualOutput = std::size_t{1} << 14;

// The status comes through a pipe: where SIGCHLD is ignored, or a handler of the program's own waits for
// every child, waitpid cannot tell it. The command itself does not have that pipe, nor does what it leaves
// behind.
constexpr const char* kWrapper = R"(/bin/sh -c "$1" 3>&-; echo "$?" >&3)";
constexpr int kStatusDescriptor = 3;

[[noreturn]] void Throw(int error) {
  throw std::system_error(error, std::generic_category());
}

void Require(int error) {
  if (error != 0) Throw(error);
}

// A copy that stands clear of the numbers that the child's descriptors get: one of those could else be
// overwritten before it was handed on.
Descriptor AboveTheStandardOnes(Descriptor descriptor) {
  const int number = ::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, kStatusDescriptor + 1);
  if (number < 0) Throw(errno);
  return Descriptor(number);
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
#if defined(__APPLE__)
    if (::pipe(ends.data()) != 0) Throw(errno);
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
#else
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) Throw(errno);
#endif
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
    write_end = AboveTheStandardOnes(std::move(write_end));
  }

  Descriptor read_end;
  Descriptor write_end;
};

class SpawnActions {
 public:
  SpawnActions() { Require(posix_spawn_file_actions_init(&actions_)); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void Open(int number, const char* path) {
    Require(posix_spawn_file_actions_addopen(&actions_, number, path, O_RDONLY, 0));
  }
  void Copy(const Descriptor& from, int number) {
    Require(posix_spawn_file_actions_adddup2(&actions_, from.number(), number));
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A group of its own, so that all of it can be ended; and signals as a program expects to find them, whatever
// this one ignores or blocks.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    Require(posix_spawnattr_init(&attributes_));
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGCHLD, SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP}) sigaddset(&usual, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// The running shell. Where it has not ended by itself, its end is the group's.
class Shell {
 public:
  Shell(std::string command, const Descriptor& output, const Descriptor& errors, const Descriptor& status) {
    SpawnActions actions;
    actions.Open(STDIN_FILENO, "/dev/null");
    actions.Copy(output, STDOUT_FILENO);
    actions.Copy(errors, STDERR_FILENO);
    actions.Copy(status, kStatusDescriptor);
    std::string shell = "sh";
    std::string option = "-c";
    std::string wrapper = kWrapper;
    const std::array<char*, 6> arguments{shell.data(), option.data(),  wrapper.data(),
                                         shell.data(), command.data(), nullptr};
    Require(
        posix_spawn(&process_, "/bin/sh", actions.get(), SpawnAttributes().get(), arguments.data(), environ));
  }
  ~Shell() {
    if (!ended_) ::kill(-process_, SIGKILL);
    // Fails where someone else has waited for it, which leaves no zombie either.
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void set_ended() { ended_ = true; }

 private:
  pid_t process_ = -1;
  bool ended_ = false;
};

// Moves what is there now to `text`, the cap kept. Closes the descriptor at its end.
void Read(Descriptor& from, std::string& text) {
  std::array<char, kChunk> chunk;
  const ssize_t size = ::read(from.number(), chunk.data(), chunk.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (size <= 0) {
    from.Close();
    return;
  }
  text.append(chunk.data(), std::min(static_cast<std::size_t>(size), kMaxOutput - text.size()));
}

// Until there is something to read, woken, or the time has come; at most a minute.
void Wait(std::array<pollfd, 4>& polled, Clock::time_point deadline) {
  using std::chrono::milliseconds;
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  const auto bounded = std::clamp(left, milliseconds{0}, milliseconds{60'000});
  ::poll(polled.data(), polled.size(), static_cast<int>(bounded.count()));
}

ProcessResult Run(const std::string& command, const IoLimits& limits) {
  ProcessResult result;
  result.output.reserve(kUsualOutput);
  Pipe output;
  Pipe errors;
  Pipe status;
  Pipe wake;
  const auto deadline = EndOf(limits);
  Shell shell(command, output.write_end, errors.write_end, status.write_end);
  for (Pipe* pipe : {&output, &errors, &status}) pipe->write_end.Close();
  const std::stop_callback stop(
      limits.stop_token, [&] { [[maybe_unused]] auto size = ::write(wake.write_end.number(), "", 1); });

  // Ended is what has said how, whoever still holds the other pipes open: a helper left in the background.
  std::string status_text;
  const auto poll_all = [&](Clock::time_point until) {
    std::array<pollfd, 4> polled{{{output.read_end.number(), POLLIN, 0},
                                  {errors.read_end.number(), POLLIN, 0},
                                  {status.read_end.number(), POLLIN, 0},
                                  {wake.read_end.number(), POLLIN, 0}}};
    Wait(polled, until);
    if (polled[0].revents != 0) Read(output.read_end, result.output);
    if (polled[1].revents != 0) Read(errors.read_end, result.error_output);
    if (polled[2].revents != 0) Read(status.read_end, status_text);
    return polled[0].revents != 0 || polled[1].revents != 0;
  };
  while (status.read_end.is_open() && !status_text.ends_with('\n')) {
    if (limits.stop_token.stop_requested()) {
      result.problem = "it was ended by the caller's stop token";
      return result;
    }
    if (Clock::now() >= deadline) {
      result.problem = "it was ended after " + InWords(limits.timeout);
      return result;
    }
    poll_all(deadline);
  }
  // What it wrote before that is in the pipes by now; a helper may go on writing for ever.
  for (std::size_t i = 0; i < kMaxOutput / kChunk && poll_all(Clock::now()); ++i) {
  }
  if (!status_text.ends_with('\n')) {
    result.problem = "it was ended by a signal";
    return result;
  }
  shell.set_ended();
  status_text.pop_back();
  result.exit_status = static_cast<int>(ParseNonNegative(status_text).value_or(255));
  return result;
}

}  // namespace

ProcessResult RunProcess(const std::string& command, const IoLimits& limits) {
  try {
    return Run(command, limits);
  } catch (const std::system_error& error) {
    return {.problem = "it could not be started: " + error.code().message()};
  }
}

}  // namespace lookoutvision::internal
