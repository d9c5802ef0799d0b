// Program: its output is a temporary file, its standard error a pipe or a terminal.
#include "support/program.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <regex.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace lookoutvision::test {
namespace {

std::vector<std::string> EnvironmentOf(const std::map<std::string, std::string>& added) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const std::string_view name = variable.substr(0, variable.find('='));
    const bool proxy = name.ends_with("_proxy") || name.ends_with("_PROXY");
    if (!proxy && name != "HOME" && name != "TERM" && !name.starts_with("AWS_"))
      variables.emplace_back(variable);
  }
  // The instance metadata service of this machine is never used.
  auto all = added;
  if (!all.contains("AWS_EC2_METADATA_SERVICE_ENDPOINT")) all.emplace("AWS_EC2_METADATA_DISABLED", "true");
  for (const auto& [name, value] : all) variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> PointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Restores the default signals, since programs in the background of a shell ignore SIGINT.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t usual;
    sigemptyset(&usual);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&usual, signal);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// Appends available data; false at the end. A terminal fails instead of ending when its other side is closed.
bool ReadMore(int descriptor, std::string& text) {
  std::array<char, 4096> buffer{};
  const ssize_t size = read(descriptor, buffer.data(), buffer.size());
  if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
  return size > 0;
}

// The two ends of the standard error: `ours` is read by the test, `theirs` is written by the program.
struct Ends {
  int ours = -1;
  int theirs = -1;
};

Ends OpenPipe() {
  std::array<int, 2> descriptors{};
  if (pipe2(descriptors.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot create a pipe");
  return {descriptors[0], descriptors[1]};
}

// Both are -1 if the machine provides no pseudo terminals.
Ends OpenTerminal() {
  const int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ours >= 0 && grantpt(ours) == 0 && unlockpt(ours) == 0) {
    const char* const name = ptsname(ours);
    const int theirs = name == nullptr ? -1 : open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (theirs >= 0) return {ours, theirs};
  }
  if (ours >= 0) close(ours);
  return {};
}

Ends OpenTerminal(int columns) {
  const Ends ends = OpenTerminal();
  if (ends.theirs < 0) throw std::runtime_error("cannot create a terminal");
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 24;
  ioctl(ends.theirs, TIOCSWINSZ, &size);
  return ends;
}

// Whether the process is on a CPU or ready for one; false without /proc.
bool IsRunning(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(stat), {}};
  // The format is `pid (name) state ...`; the name may contain anything.
  return text.find(") R ", text.rfind(')')) != std::string::npos;
}

}  // namespace

Program::Program(const std::vector<std::string>& command, const Options& options) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (options.out_file.empty()) {
    out_ = std::tmpfile();
    posix_spawn_file_actions_adddup2(&actions, fileno(out_), STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, options.out_file.c_str(), O_WRONLY, 0);
  }
  const Ends err = options.terminal_columns > 0 ? OpenTerminal(options.terminal_columns) : OpenPipe();
  err_ = err.ours;
  posix_spawn_file_actions_adddup2(&actions, err.theirs, STDERR_FILENO);

  std::vector<std::string> arguments = command;
  std::vector<std::string> environment = EnvironmentOf(options.environment);
  const int error = posix_spawn(&pid_, command.front().c_str(), &actions, SpawnAttributes().get(),
                                PointersTo(arguments).data(), PointersTo(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(err.theirs);
  if (error != 0) throw std::runtime_error("cannot start " + command.front());
}

Program::~Program() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    Wait();
  }
  if (out_ != nullptr) std::fclose(out_);
  if (err_ >= 0) close(err_);
}

void Program::Signal(int signal) const {
  while (IsRunning(pid_)) std::this_thread::yield();
  kill(pid_, signal);
}

bool Program::WaitForErr(std::string_view pattern) {
  regex_t expression{};
  if (regcomp(&expression, std::string(pattern).c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
  bool found = false;
  bool more = true;
  while (!found && more) {
    found = regexec(&expression, err_text_.c_str(), 0, nullptr, 0) == 0;
    if (!found) more = ReadMore(err_, err_text_);
  }
  regfree(&expression);
  return found;
}

ProgramResult Program::Wait() {
  ProgramResult result;
  // Before waitpid: a full pipe or terminal would block the program.
  while (ReadMore(err_, err_text_)) {
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  result.err = std::move(err_text_);
  if (out_ != nullptr) {
    lseek(fileno(out_), 0, SEEK_SET);
    while (ReadMore(fileno(out_), result.out)) {
    }
  }
  return result;
}

bool Program::HasTerminals() {
  const Ends ends = OpenTerminal();
  if (ends.theirs < 0) return false;
  close(ends.ours);
  close(ends.theirs);
  return true;
}

}  // namespace lookoutvision::test
