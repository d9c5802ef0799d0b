// Shell: a command that runs in /bin/sh, with its descendants.
#pragma once

#include <string>

#include <spawn.h>
#include <sys/types.h>
#include <termios.h>

#include "base/files.h"

namespace lookoutvision::internal {

/// Closes in the child every descriptor from `first` on that is open now. Misses descriptors that another
/// thread opens before the child starts and without close-on-exec.
void CloseListedDescriptors(posix_spawn_file_actions_t& actions, int first);

/// The controlling terminal of this program, for commands that prompt for input.
class ForegroundTerminal {
 public:
  ForegroundTerminal();

  /// False if there is no terminal, or another process group is in its foreground.
  bool IsOurs() const;
  /// Restores the terminal modes, such as echo.
  void Restore() const;

 private:
  Descriptor terminal_;
  termios modes_{};
};

/// The descriptors that a shell writes to. Their numbers must be above `kLastDescriptor`: lower ones are
/// overwritten when the child's own descriptors are set up.
struct ShellOutputs {
  static constexpr int kLastDescriptor = 3;

  const Descriptor& output;
  const Descriptor& errors;
  /// Receives the exit status of the command and a newline.
  const Descriptor& status;
};

/// If the program is in the foreground of a terminal, the command runs in its process group, and so may use
/// the terminal. Otherwise it runs in a new session without a terminal: opening /dev/tty fails, instead of
/// stopping a background process forever.
class Shell {
 public:
  /// Throws std::system_error if the command cannot be started.
  Shell(std::string command, const ShellOutputs& outputs);
  /// Kills the command and its descendants, unless `set_ended` was called.
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void set_ended() { ended_ = true; }

 private:
  void Kill() const;

  const ForegroundTerminal terminal_;
  const bool shares_group_;
  pid_t process_ = -1;
  bool ended_ = false;
};

}  // namespace lookoutvision::internal
