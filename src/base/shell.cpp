// Runs a command with posix_spawn, and reads its output.
#include "base/shell.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <crt_externs.h>
#endif

#include "base/files.h"
#include "base/io_wait.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr int kStatusDescriptor = 3;
constexpr std::size_t kMaxOutput = std::size_t{1} << 20;
constexpr std::size_t kChunk = 4096;
// Enough for typical output, so that growing the string does not leave copies of secrets in memory.
constexpr std::size_t kUsualOutput = std::size_t{1} << 14;

// The status comes through a pipe: waitpid does not return it if SIGCHLD is ignored, or if a handler of the
// program waits for every child. The command and its background processes do not inherit that pipe.
constexpr const char* kWrapper = R"(/bin/sh -c "$1" 3>&-; echo "$?" >&3)";

void Require(int error) {
  if (error != 0) throw std::system_error(error, std::generic_category());
}

#if defined(POSIX_SPAWN_CLOEXEC_DEFAULT)
// The attribute closes every descriptor that no file action creates.
constexpr int kCloseFlag = POSIX_SPAWN_CLOEXEC_DEFAULT;
void CloseDescriptors(posix_spawn_file_actions_t&, int) {}
#else
constexpr int kCloseFlag = 0;
void CloseDescriptors(posix_spawn_file_actions_t& actions, int first) {
#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
  Require(posix_spawn_file_actions_addclosefrom_np(&actions, first));
  return;
#endif
#endif
  CloseListedDescriptors(actions, first);
}
#endif

char** Environment() {
#if defined(__APPLE__)
  // Shared libraries have no `environ` on macOS.
  return *_NSGetEnviron();
#else
  return environ;
#endif
}

// A pipe for the output of a child. The number of its write end is above those that the child's descriptors
// get: those are overwritten one by one, and it could be overwritten before it is copied.
Pipe OpenPipeForShell() {
  Pipe pipe = OpenPipe();
  ::fcntl(pipe.read_end.number(), F_SETFL, O_NONBLOCK);
  const int number = ::fcntl(pipe.write_end.number(), F_DUPFD_CLOEXEC, kStatusDescriptor + 1);
  if (number < 0) throw std::system_error(errno, std::generic_category());
  pipe.write_end = Descriptor(number);
  return pipe;
}

struct ShellPipes {
  Pipe output = OpenPipeForShell();
  Pipe errors = OpenPipeForShell();
  // Receives the exit status of the command and a newline.
  Pipe status = OpenPipeForShell();
};

// The child gets an empty standard input, the pipes, and no other descriptor of the program.
class SpawnActions {
 public:
  explicit SpawnActions(const ShellPipes& pipes) {
    Require(posix_spawn_file_actions_init(&actions_));
    Require(posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
    for (const auto& [pipe, number] :
         {std::pair(&pipes.output, STDOUT_FILENO), std::pair(&pipes.errors, STDERR_FILENO),
          std::pair(&pipes.status, kStatusDescriptor)}) {
      Require(posix_spawn_file_actions_adddup2(&actions_, pipe->write_end.number(), number));
    }
    CloseDescriptors(actions_, kStatusDescriptor + 1);
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// The child gets default signal handling, whatever this program ignores or blocks.
class SpawnAttributes {
 public:
  explicit SpawnAttributes(bool shares_group) {
    Require(posix_spawnattr_init(&attributes_));
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGCHLD, SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP}) sigaddset(&usual, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | kCloseFlag;
    if (!shares_group) flags |= POSIX_SPAWN_SETSID;
    posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// Kills a process and its descendants. Each is stopped first, so that it cannot start more.
void KillTree(pid_t process) {
  ::kill(process, SIGSTOP);
  std::error_code ended;
  const auto threads = "/proc/" + std::to_string(process) + "/task";
  for (const auto& thread : std::filesystem::directory_iterator(threads, ended)) {
    std::ifstream children(thread.path() / "children");
    for (pid_t child = 0; children >> child;) KillTree(child);
  }
  ::kill(process, SIGKILL);
}

// If the program is in the foreground of a terminal, the command runs in its process group, and so may use
// the terminal. Otherwise it runs in a new session without a terminal: opening /dev/tty fails, instead of
// stopping a background process forever.
class Shell {
 public:
  // Throws std::system_error if the command cannot be started.
  Shell(std::string command, const ShellPipes& pipes)
      : terminal_(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)),
        // In the program's own group, descendants can be killed only if the system lists them, as Linux does.
        shares_group_(OwnsTerminal() && ::access("/proc/thread-self/children", F_OK) == 0) {
    if (terminal_.is_open()) ::tcgetattr(terminal_.number(), &terminal_modes_);
    std::string shell = "sh";
    std::string option = "-c";
    std::string wrapper = kWrapper;
    const std::array<char*, 6> arguments{shell.data(), option.data(),  wrapper.data(),
                                         shell.data(), command.data(), nullptr};
    Require(posix_spawn(&process_, "/bin/sh", SpawnActions(pipes).get(), SpawnAttributes(shares_group_).get(),
                        arguments.data(), Environment()));
  }

  // Kills the command and its descendants, unless `set_ended` was called.
  ~Shell() {
    if (!ended_) Kill();
    // Fails if the program has already waited for the child, which leaves no zombie either.
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void set_ended() { ended_ = true; }

 private:
  // False if there is no terminal, or another process group is in its foreground.
  bool OwnsTerminal() const { return terminal_.is_open() && ::tcgetpgrp(terminal_.number()) == ::getpgrp(); }

  void Kill() const {
    if (!shares_group_) {
      ::kill(-process_, SIGKILL);
      return;
    }
    KillTree(process_);
    // tcsetattr from the background would stop the program.
    if (OwnsTerminal()) ::tcsetattr(terminal_.number(), TCSANOW, &terminal_modes_);
  }

  // The controlling terminal of this program, for commands that prompt for input.
  const Descriptor terminal_;
  // The modes before the command started, such as echo.
  termios terminal_modes_{};
  const bool shares_group_;
  pid_t process_ = -1;
  bool ended_ = false;
};

// Appends available data to `text`, up to kMaxOutput, and returns whether there was any. Closes the
// descriptor at its end.
bool Read(Descriptor& from, std::string& text) {
  std::array<char, kChunk> chunk{};
  const ssize_t size = ::read(from.number(), chunk.data(), chunk.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  if (size <= 0) {
    from.Close();
    return false;
  }
  text.append(chunk.data(), std::min(static_cast<std::size_t>(size), kMaxOutput - text.size()));
  return true;
}

ProcessResult Run(const std::string& command, const IoOptions& options) {
  ProcessResult result;
  result.output.reserve(kUsualOutput);
  const IoWait wait(options);
  ShellPipes pipes;
  auto& [output, errors, status] = pipes;
  Shell shell(command, pipes);
  for (Pipe* pipe : {&output, &errors, &status}) pipe->write_end.Close();

  // The command has ended once its status arrives, even if a background process still holds the other pipes.
  std::string status_text;
  while (status.read_end.is_open() && !status_text.ends_with('\n')) {
    const auto end =
        wait.Await({output.read_end.number(), errors.read_end.number(), status.read_end.number()});
    if (end != IoWait::End::kReadable) {
      result.problem = end == IoWait::End::kStopped ? "it was killed by the caller's stop token"
                                                    : "it was killed after " + DurationText(options.timeout);
      return result;
    }
    Read(output.read_end, result.output);
    Read(errors.read_end, result.error_output);
    Read(status.read_end, status_text);
  }
  // The remaining output is in the pipes by now. Bounded, since a background process may write forever.
  for (const auto& [from, text] :
       {std::pair(&output, &result.output), std::pair(&errors, &result.error_output)}) {
    for (std::size_t i = 0; i < kMaxOutput / kChunk && Read(from->read_end, *text); ++i) {
    }
  }
  if (!status_text.ends_with('\n')) {
    result.problem = "it was killed by a signal";
    return result;
  }
  shell.set_ended();
  status_text.pop_back();
  result.exit_status = static_cast<int>(ParseNonNegative(status_text).value_or(255));
  return result;
}

}  // namespace

void CloseListedDescriptors(posix_spawn_file_actions_t& actions, int first) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", none)) {
    const int number = static_cast<int>(ParseNonNegative(entry.path().filename().string()).value_or(0));
    if (number >= first) Require(posix_spawn_file_actions_addclose(&actions, number));
  }
}

ProcessResult RunProcess(const std::string& command, const IoOptions& options) {
  try {
    return Run(command, options);
  } catch (const std::system_error& error) {
    return {.problem = "it could not be started: " + error.code().message()};
  }
}

}  // namespace lookoutvision::internal
