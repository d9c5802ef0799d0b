// Platform: what the library uses of the operating system, except the network (HttpTransport).
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
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

/// The result of reading a file.
struct FileRead {
  /// Absent if the file could not be read.
  std::optional<std::string> content = {};
  /// Whether the file does not exist, which is not always an error.
  bool missing = false;
  /// For a person, why there is no content: `Permission denied`.
  std::string problem = {};
};

/// The stop token and the timeout of a file read or a child process. The library passes the stop token and
/// the remaining time of the call, but at most a minute.
struct IoOptions {
  /// Ends the read, or the process and its descendants, at once.
  std::stop_token stop_token = {};
  /// For the whole read, or the whole run.
  std::chrono::nanoseconds timeout{std::chrono::minutes{1}};
};

/// The result of running a process.
struct ProcessResult {
  /// Absent if the process did not start, or was killed.
  std::optional<int> exit_status = {};
  /// Its standard output, at most 1 MiB.
  std::string output = {};
  /// Its standard error, at most 1 MiB.
  std::string error_output = {};
  /// For a person, why there is no exit status: `it was killed after 60 s`.
  std::string problem = {};
};

/// Clocks, sleep, randomness, environment, files and processes, each replaceable for tests and simulations.
/// An empty member means the real one. Every member may be called by many threads at once.
struct Platform {
  /// The wall clock, for signatures and the expiration of credentials.
  std::function<std::chrono::system_clock::time_point()> system_now = {};
  /// The steady clock, for deadlines and durations.
  std::function<std::chrono::steady_clock::time_point()> steady_now = {};
  /// Sleeps for the duration, or until the token requests a stop. Returns whether it slept for the whole
  /// duration.
  std::function<bool(std::chrono::nanoseconds, const std::stop_token&)> sleep = {};
  /// Fills the span with unpredictable bytes, or throws std::system_error: the call then fails.
  std::function<void(std::span<std::byte>)> random_bytes = {};
  /// The value of an environment variable; absent if it is not set. The real one returns none in a setuid or
  /// setgid program, like `secure_getenv`: the user who starts it chooses the variables, and some name files,
  /// hosts or, through HOME, programs.
  std::function<std::optional<std::string>(const std::string& name)> getenv = {};
  /// Reads a whole file of at most 16 MiB. A read of a pipe or a device, which may wait for a writer, fails
  /// when `options` end it.
  ///
  /// A pipe at `/dev/fd/N`, `/proc/self/fd/N` or `/dev/stdin`, such as the shell's `<(...)`, can be read only
  /// once: the real one returns the same content again at each later read of that path by this Platform or a
  /// copy of it. It reads a named pipe again each time.
  std::function<FileRead(const std::string& path, const IoOptions& options)> read_file = {};
  /// Replaces the content of the file atomically. Keeps a symbolic link, and the owner and mode of an
  /// existing file; only its owner can read a new file. Returns an empty string, or why it failed.
  std::function<std::string(const std::string& path, std::string_view content)> write_file = {};
  /// Runs `command` with `sh -c` and waits until it ends. It has no standard input and inherits no descriptor
  /// of the program. If the program is in the foreground of its terminal, the command may prompt on
  /// `/dev/tty`, and `options` do not end a descendant whose parent has already ended. Otherwise it has no
  /// terminal, and opening `/dev/tty` fails.
  std::function<ProcessResult(const std::string& command, const IoOptions& options)> run_process = {};
};

}  // namespace lookoutvision
