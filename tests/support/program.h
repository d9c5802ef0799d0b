// Program: another program as a child process, with its own environment, its output kept. It is no shell.
#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lookoutvision::test {

/// How a child process ended and what it wrote.
struct ProgramResult {
  /// Its exit status; minus the signal's number where a signal ended it.
  int status = 0;
  std::string out;
  /// What it wrote to its standard error, be it a pipe or a terminal.
  std::string err;
};

/// One run of a program, from its constructor to Wait(). Its environment is the test's own without proxies,
/// TERM, HOME (where profiles are) and what begins with `AWS_`, and with what `environment` sets; no instance
/// metadata service is asked unless that names one.
class Program {
 public:
  struct Options {
    std::map<std::string, std::string> environment = {};
    /// Where the standard output goes; empty means that it is kept.
    std::string out_file = {};
    /// Above 0, the standard error is a terminal of so many columns.
    int terminal_columns = 0;
  };

  /// Throws std::runtime_error where the program cannot be started.
  Program(const std::vector<std::string>& command, const Options& options);
  /// Kills what still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Sends a signal once the program's first thread sleeps: ThreadSanitizer loses some of those that arrive
  /// shortly before.
  void Signal(int signal) const;

  /// Blocks until the standard error holds a match of `pattern`, a regular expression; false where it ended
  /// without.
  bool WaitForErr(std::string_view pattern);

  /// Waits for the program's end.
  ProgramResult Wait();

  /// False where this machine has no pseudo terminals to give.
  static bool HasTerminals();

 private:
  std::FILE* out_ = nullptr;
  /// Where the standard error is read: a pipe, or the other side of the terminal.
  int err_ = -1;
  std::string err_text_;
  pid_t pid_ = -1;
};

}  // namespace lookoutvision::test
