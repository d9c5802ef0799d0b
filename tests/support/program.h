// Program: runs a program as a child process, with its own environment, and captures its output.
#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lookoutvision::test {

/// The exit status and the output of a child process.
struct ProgramResult {
  /// The exit status; minus the signal number if a signal ended the process.
  int status = 0;
  std::string out;
  /// The standard error, which is a pipe or a terminal.
  std::string err;
};

/// One run of a program, from its constructor to Wait(). Its environment is that of the test without proxies,
/// TERM, HOME (with its profiles) and `AWS_*`, plus `environment`. Instance metadata is disabled unless
/// `environment` sets its endpoint.
class Program {
 public:
  struct Options {
    std::map<std::string, std::string> environment = {};
    /// The file for the standard output; if empty, the output is captured.
    std::string out_file = {};
    /// If above 0, the standard error is a terminal with this number of columns.
    int terminal_columns = 0;
  };

  /// Throws std::runtime_error if the program cannot be started.
  Program(const std::vector<std::string>& command, const Options& options);
  /// Kills the program if it is still running.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Sends a signal once the program's main thread sleeps: ThreadSanitizer loses some signals before that.
  void Signal(int signal) const;

  /// Blocks until the standard error matches the regular expression `pattern`; false if it ends before.
  bool WaitForErr(std::string_view pattern);

  /// Waits until the program ends.
  ProgramResult Wait();

  /// False if this machine provides no pseudo terminals.
  static bool HasTerminals();

 private:
  std::FILE* out_ = nullptr;
  /// The read end of the pipe, or the master of the pseudo terminal.
  int err_ = -1;
  std::string err_text_;
  pid_t pid_ = -1;
};

}  // namespace lookoutvision::test
