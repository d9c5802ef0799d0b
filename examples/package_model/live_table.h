// LiveTable: the status of jobs, shown on standard error during a wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace package_model {

/// Zero columns mean no terminal, zero rows an unknown height.
struct TerminalSize {
  int columns = 0;
  int rows = 0;
};

/// On a terminal it is a table that is rewritten in place, or a single line for a single job; elsewhere it is
/// a line per change and, if nothing changes, per minute. It hides no cursor and changes no mode of the
/// terminal, so that there is nothing to restore if the program is killed. Thread-safe. It starts no thread.
class LiveTable {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `size` returns the terminal's size, which may change.
  LiveTable(std::ostream& out, std::function<TerminalSize()> size,
            Clock now = std::chrono::steady_clock::now);
  LiveTable(const LiveTable&) = delete;
  LiveTable& operator=(const LiveTable&) = delete;

  /// Starts the clock for these jobs, whose status is not known yet.
  void Begin(const std::vector<std::string>& job_names);
  /// Shows the status of a job.
  void Show(std::size_t job, std::string_view status);
  /// Stops the clock of a job.
  void Finish(std::size_t job);
  /// Updates the elapsed time on a terminal.
  void Refresh();
  /// Prints the whole table for the last time; later output is below it.
  void End();

  /// Prints a line that remains, above the table.
  void Print(std::string_view line);

  bool on_terminal() const { return size_().columns > 0; }

 private:
  struct Row {
    std::string name;
    std::string status = {};
    std::optional<std::chrono::steady_clock::time_point> finished = {};
  };

  std::string ElapsedText(const Row& row) const;
  std::string LineOf(const Row& row) const;
  std::string LineOfAll() const;
  void PrintLine(const std::string& line);
  std::vector<std::string> Lines(const TerminalSize& size, bool whole) const;
  std::vector<std::string> TableLines(const std::vector<const Row*>& rows, int columns) const;
  std::string CountsWithout(const std::vector<const Row*>& rows) const;
  std::string SummaryWithout(const std::vector<const Row*>& rows) const;
  std::vector<const Row*> RowsThatFit(std::size_t count) const;
  std::size_t RowsOnScreen(int columns) const;
  std::string ToTop(const TerminalSize& size) const;
  void Redraw(bool whole = false);

  std::ostream& out_;
  const std::function<TerminalSize()> size_;
  const Clock now_;

  std::mutex mutex_;
  std::chrono::steady_clock::time_point started_;
  /// When the last line was printed, if there is no terminal.
  std::chrono::steady_clock::time_point printed_;
  std::vector<Row> rows_;
  /// The widths of the lines that are on the terminal now; the cursor is at the end of the last one.
  std::vector<std::size_t> drawn_;
};

/// The size of the terminal on standard error; zero columns if it is not a terminal, or one that cannot
/// rewrite a line.
TerminalSize SizeOfStandardError();

}  // namespace package_model
