// Platform: what the library takes from the world around it, replaceable one by one (in tests, in
// simulations). It is not the network: that is HttpTransport.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// What came of reading a file.
struct FileRead {
  /// Absent where it could not be read.
  std::optional<std::string> content = {};
  /// There is no such file: not a fault by itself.
  bool missing = false;
  /// For a person, why there is no content: `Permission denied`.
  std::string problem = {};
};

/// When to give up on a file that is read, or a process that runs. The library passes the limits of the call
/// that needs it, but never more than a minute.
struct IoLimits {
  /// Ends the read, or the process and all that it started, at once.
  std::stop_token stop_token = {};
  /// For the whole read, or the whole run.
  std::chrono::nanoseconds timeout{std::chrono::minutes{1}};
};

/// What came of running a process.
struct ProcessResult {
  /// Absent where it did not start, or did not end by itself.
  std::optional<int> exit_status = {};
  /// What it wrote, 1 MiB of each at most.
  std::string output = {};
  std::string error_output = {};
  /// For a person, why there is no exit status: `it was ended after 60 s`.
  std::string problem = {};
};

/// Clocks, sleep, randomness, environment, files and processes. An empty member means the real one.
/// Every member may be called by many threads at once.
struct Platform {
  /// The wall clock: signatures, expiry of credentials.
  std::function<std::chrono::system_clock::time_point()> system_now = {};
  /// A clock that never jumps: deadlines, round trips.
  std::function<std::chrono::steady_clock::time_point()> steady_now = {};
  /// Sleeps for the time given, or until the token asks to stop. True when it slept to the end.
  std::function<bool(std::chrono::nanoseconds, const std::stop_token&)> sleep = {};
  /// Fills the bytes with unpredictable ones, or throws std::system_error: the call then fails.
  std::function<void(std::span<std::byte>)> random_bytes = {};
  /// The value of an environment variable; absent if it is not set. For the real one no variable is set in a
  /// setuid or setgid program, as with `secure_getenv`: the user who starts it chooses the variables, and
  /// some name files, hosts or, by way of HOME, programs.
  std::function<std::optional<std::string>(const std::string& name)> getenv = {};
  /// Reads a whole file, of 16 MiB at most. A pipe or a device, on which a read may wait for a writer, fails
  /// once the limits end it.
  ///
  /// The real one returns what it has read from a pipe at `/dev/fd/N`, `/proc/self/fd/N` or `/dev/stdin`,
  /// such as the shell's `<(...)`, again at each later read of that path by this Platform or a copy of it:
  /// the pipe itself can be read only once. A named pipe is read anew each time.
  std::function<FileRead(const std::string& path, const IoLimits& limits)> read_file = {};
  /// Puts `content` in place of the file in one step. A link stays one, and a file that is there keeps its
  /// owner and mode; a new one is for its owner alone to read. Empty when that is done, else why it is not.
  std::function<std::string(const std::string& path, std::string_view content)> write_file = {};
  /// Runs `command` with `sh -c` and waits for its end. It has no standard input and inherits no descriptor
  /// of the program. If the program is in the foreground of its terminal, the command may ask on `/dev/tty`,
  /// and the limits do not end a process of it whose parent has already ended. Otherwise it has no terminal,
  /// and opening `/dev/tty` fails.
  std::function<ProcessResult(const std::string& command, const IoLimits& limits)> run_process = {};
};

}  // namespace lookoutvision
