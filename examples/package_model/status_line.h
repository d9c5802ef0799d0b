// StatusLine: how a job stands, on one line of the standard error, among lines that stay. It starts no
// thread.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace package_model {

/// On a terminal one line that is rewritten in place; elsewhere one line for each change of the status.
/// Its members may be called by many threads.
class StatusLine {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `columns` tells the terminal's width, which may change; 0 where `out` is no terminal.
  StatusLine(std::ostream& out, std::function<int()> columns, Clock now = std::chrono::steady_clock::now);
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// Shows how the job stands. The first call starts the clock.
  void Show(std::string_view job_name, std::string_view status);
  /// Shows the time again, on a terminal.
  void Refresh();
  /// Leaves the line as it is and goes on below it.
  void End();

  /// Prints a line that stays.
  void Print(std::string_view line);

  bool on_terminal() const { return columns_() > 0; }

 private:
  std::string Text() const;
  void Redraw();

  std::ostream& out_;
  const std::function<int()> columns_;
  const Clock now_;

  std::mutex mutex_;
  std::string job_name_;
  std::string status_;
  std::chrono::steady_clock::time_point started_;
  bool shown_ = false;
};

/// The width of the terminal that the standard error is; 0 where it is none, or one that cannot rewrite a
/// line.
int ColumnsOfStandardError();

}  // namespace package_model
