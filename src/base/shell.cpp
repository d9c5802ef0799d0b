// Shell: runs a command with posix_spawn.
#include "base/shell.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <crt_externs.h>
#endif

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr int kStatusDescriptor = ShellOutputs::kLastDescriptor;

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

// The child gets an empty standard input, the outputs, and no other descriptor of the program.
class SpawnActions {
 public:
  explicit SpawnActions(const ShellOutputs& outputs) {
    Require(posix_spawn_file_actions_init(&actions_));
    Require(posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
    Copy(outputs.output, STDOUT_FILENO);
    Copy(outputs.errors, STDERR_FILENO);
    Copy(outputs.status, kStatusDescriptor);
    CloseDescriptors(actions_, kStatusDescriptor + 1);
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void Copy(const Descriptor& from, int number) {
    Require(posix_spawn_file_actions_adddup2(&actions_, from.number(), number));
  }

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

// Whether the system lists the children of a process, as Linux does.
bool ListsChildren() {
  return ::access("/proc/thread-self/children", F_OK) == 0;
}

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

}  // namespace

void CloseListedDescriptors(posix_spawn_file_actions_t& actions, int first) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", none)) {
    const int number = static_cast<int>(ParseNonNegative(entry.path().filename().string()).value_or(0));
    if (number >= first) Require(posix_spawn_file_actions_addclose(&actions, number));
  }
}

ForegroundTerminal::ForegroundTerminal()
    : terminal_(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
  if (terminal_.is_open()) ::tcgetattr(terminal_.number(), &modes_);
}

bool ForegroundTerminal::IsOurs() const {
  return terminal_.is_open() && ::tcgetpgrp(terminal_.number()) == ::getpgrp();
}

void ForegroundTerminal::Restore() const {
  // tcsetattr from the background would stop the program.
  if (IsOurs()) ::tcsetattr(terminal_.number(), TCSANOW, &modes_);
}

// In the program's own group, descendants can be killed only if the system lists them.
Shell::Shell(std::string command, const ShellOutputs& outputs)
    : shares_group_(terminal_.IsOurs() && ListsChildren()) {
  std::string shell = "sh";
  std::string option = "-c";
  std::string wrapper = kWrapper;
  const std::array<char*, 6> arguments{shell.data(), option.data(),  wrapper.data(),
                                       shell.data(), command.data(), nullptr};
  Require(posix_spawn(&process_, "/bin/sh", SpawnActions(outputs).get(), SpawnAttributes(shares_group_).get(),
                      arguments.data(), Environment()));
}

Shell::~Shell() {
  if (!ended_) Kill();
  // Fails if the program has already waited for the child, which leaves no zombie either.
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Shell::Kill() const {
  if (!shares_group_) {
    ::kill(-process_, SIGKILL);
    return;
  }
  KillTree(process_);
  terminal_.Restore();
}

}  // namespace lookoutvision::internal
