// Shell: a command that /bin/sh runs in a child process, with everything that the command starts.
#pragma once

#include <string>

#include <spawn.h>
#include <sys/types.h>
#include <termios.h>

#include "base/files.h"

namespace lookoutvision::internal {

/// Closes in the child every descriptor from `first` on that is open now. A descriptor that another thread
/// opens before the child starts, and without close-on-exec, is missed.
void CloseListedDescriptors(posix_spawn_file_actions_t& actions, int first);

/// The terminal of this program, while the program is in its foreground: a person can be asked there.
class ForegroundTerminal {
 public:
  ForegroundTerminal();

  /// False if there is no terminal, or another program has its foreground.
  bool IsOurs() const;
  /// Sets the modes, such as the echo, as they were.
  void Restore() const;

 private:
  Descriptor terminal_;
  termios modes_{};
};

/// Where a shell writes. No number may be one of those that the child's own descriptors get, 0 to
/// `kLastDescriptor`: it would be overwritten before it is passed on.
struct ShellOutputs {
  static constexpr int kLastDescriptor = 3;

  const Descriptor& output;
  const Descriptor& errors;
  /// Receives the exit status of the command and a newline.
  const Descriptor& status;
};

/// In the foreground of a terminal the command belongs to the program's own process group, so that it may use
/// the terminal. Otherwise it gets a session of its own, which has no terminal: opening /dev/tty fails, where
/// it would stop a background process for ever.
class Shell {
 public:
  /// Throws `std::system_error` if it cannot be started.
  Shell(std::string command, const ShellOutputs& outputs);
  /// Kills everything that the command started, unless the shell has ended by itself.
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
