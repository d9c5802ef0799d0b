// LiveTable: how jobs stand, shown on the standard error while they are waited for, among lines that stay. It
// starts no thread.
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

/// Of a terminal; no columns where there is none, no rows where they are not known.
struct TerminalSize {
  int columns = 0;
  int rows = 0;
};

/// On a terminal a table that is rewritten in place, a single line where there is one job; elsewhere one line
/// for each change. It hides no cursor and changes no mode, so that a program that is killed leaves nothing
/// to restore. Its members may be called by many threads.
class LiveTable {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `size` tells the terminal's size, which may change.
  LiveTable(std::ostream& out, std::function<TerminalSize()> size,
            Clock now = std::chrono::steady_clock::now);
  LiveTable(const LiveTable&) = delete;
  LiveTable& operator=(const LiveTable&) = delete;

  /// Starts the clock for these jobs, of which nothing is known yet.
  void Begin(const std::vector<std::string>& job_names);
  /// Shows how a job stands.
  void Show(std::size_t job, std::string_view status);
  /// Stops the clock of a job.
  void Finish(std::size_t job);
  /// Shows the time again, on a terminal.
  void Refresh();
  /// Leaves the whole table as it is and goes on below it.
  void End();

  /// Prints a line that stays.
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
  std::vector<std::string> Lines(const TerminalSize& size, bool whole) const;
  std::vector<std::string> TableLines(const std::vector<const Row*>& rows, int columns) const;
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
  std::vector<Row> rows_;
  /// The widths of the lines that stand on the terminal now; the cursor is at the end of the last.
  std::vector<std::size_t> drawn_;
};

/// The size of the terminal that the standard error is; no columns where it is none, or one that cannot
/// rewrite a line.
TerminalSize SizeOfStandardError();

}  // namespace package_model
