// The live table: rewritten in place on a terminal, a line per change elsewhere.
#include "package_model/live_table.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

#include "package_model/output.h"
#include "package_model/printable.h"

namespace package_model {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kUnknown = "-";
// Every status that is known is shorter.
constexpr std::size_t kWidestStatus = 16;
// CI systems end builds that print nothing for a long time.
constexpr std::chrono::minutes kLongestSilence{1};

// Removes the middle: generated or numbered names differ at their ends.
std::string Shortened(const std::string& text, std::size_t width) {
  constexpr std::string_view kMark = "..";
  if (text.size() <= width) return text;
  if (width < kMark.size() + 2) return text.substr(0, width);
  const std::size_t tail = (width - kMark.size()) / 2;
  const std::size_t head = width - kMark.size() - tail;
  return text.substr(0, head).append(kMark).append(text.substr(text.size() - tail));
}

void AppendPadded(std::string& line, const std::string& text, std::size_t width) {
  line += text;
  line.append(width - text.size(), ' ');
  line += kGap;
}

// A line as wide as the terminal would wrap, and could not be rewritten.
std::size_t UsableWidth(int columns) {
  return static_cast<std::size_t>(std::max(columns - 1, 0));
}

}  // namespace

LiveTable::LiveTable(std::ostream& out, std::function<TerminalSize()> size, Clock now)
    : out_(out), size_(std::move(size)), now_(std::move(now)) {}

void LiveTable::Begin(const std::vector<std::string>& job_names) {
  const std::lock_guard lock(mutex_);
  started_ = printed_ = now_();
  rows_.clear();
  for (const std::string& name : job_names) rows_.push_back({.name = Printable(name)});
  if (on_terminal()) Redraw();
}

void LiveTable::Show(std::size_t job, std::string_view status) {
  const std::lock_guard lock(mutex_);
  Row& row = rows_[job];
  const std::string shown = Printable(status);
  const bool changed = std::exchange(row.status, shown) != shown;
  if (on_terminal()) {
    Redraw();
  } else if (changed) {
    PrintLine(LineOf(row));
  } else if (now_() - printed_ >= kLongestSilence) {
    PrintLine(LineOfAll());
  }
}

void LiveTable::Finish(std::size_t job) {
  const std::lock_guard lock(mutex_);
  rows_[job].finished = now_();
}

void LiveTable::Refresh() {
  const std::lock_guard lock(mutex_);
  if (on_terminal()) Redraw();
}

void LiveTable::End() {
  const std::lock_guard lock(mutex_);
  if (!drawn_.empty()) {
    Redraw(/*whole=*/true);
    out_ << std::endl;
  }
  drawn_.clear();
  rows_.clear();
}

void LiveTable::Print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (!drawn_.empty()) {
    out_ << ToTop(size_()) << "\x1b[J";
    drawn_.clear();
  }
  out_ << line << std::endl;
  if (on_terminal()) Redraw();
}

std::string LiveTable::ElapsedText(const Row& row) const {
  return ToText(std::chrono::floor<std::chrono::seconds>(row.finished.value_or(now_()) - started_));
}

std::string LiveTable::LineOf(const Row& row) const {
  return row.status + ", " + ElapsedText(row) + ", job " + row.name;
}

// `2 CREATED, 1 SUCCEEDED, 5 min 0 s, 3 jobs`
std::string LiveTable::LineOfAll() const {
  if (rows_.size() == 1) return LineOf(rows_.front());
  return CountsWithout({}) + ", " + ElapsedText({}) + ", " + std::to_string(rows_.size()) + " jobs";
}

void LiveTable::PrintLine(const std::string& line) {
  out_ << line << std::endl;
  printed_ = now_();
}

std::vector<std::string> LiveTable::Lines(const TerminalSize& size, bool whole) const {
  if (rows_.empty() || (rows_.size() == 1 && rows_.front().status.empty())) return {};
  std::vector<std::string> lines;
  const std::size_t height = size.rows > 0 && !whole ? static_cast<std::size_t>(size.rows) : rows_.size() + 1;
  if (rows_.size() == 1) {
    lines.push_back(LineOf(rows_.front()));
  } else if (rows_.size() < height) {
    lines = TableLines(RowsThatFit(rows_.size()), size.columns);
  } else {
    // The heading, the jobs that have not ended, and a summary of the others.
    const auto rows = RowsThatFit(height > 2 ? height - 2 : 0);
    if (height > 1) lines = TableLines(rows, size.columns);
    lines.push_back(SummaryWithout(rows));
  }
  for (std::string& line : lines) line.resize(std::min(line.size(), UsableWidth(size.columns)));
  return lines;
}

std::vector<std::string> LiveTable::TableLines(const std::vector<const Row*>& rows, int columns) const {
  std::vector<std::array<std::string, 3>> cells{{"STATUS", "TIME", "JOB"}};
  for (const Row* row : rows) {
    const std::string& status = row->status.empty() ? std::string(kUnknown) : row->status;
    cells.push_back({Shortened(status, kWidestStatus), ElapsedText(*row), row->name});
  }
  std::array<std::size_t, 2> widths{};
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  const std::size_t taken = widths[0] + widths[1] + 2 * kGap.size();
  const std::size_t width = UsableWidth(columns);
  std::vector<std::string> lines;
  for (const auto& line : cells) {
    std::string& text = lines.emplace_back();
    AppendPadded(text, line[0], widths[0]);
    AppendPadded(text, line[1], widths[1]);
    text += Shortened(line[2], width > taken ? width - taken : 0);
  }
  return lines;
}

// Prefers jobs that have not ended, and keeps the order of the rows.
std::vector<const LiveTable::Row*> LiveTable::RowsThatFit(std::size_t count) const {
  std::vector<const Row*> rows;
  for (const bool finished : {false, true}) {
    for (const Row& row : rows_) {
      if (row.finished.has_value() == finished && rows.size() < count) rows.push_back(&row);
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

// `4 CREATED, 3 SUCCEEDED`
std::string LiveTable::CountsWithout(const std::vector<const Row*>& rows) const {
  std::map<std::string, std::size_t> counts;
  for (const Row& row : rows_) {
    if (std::find(rows.begin(), rows.end(), &row) != rows.end()) continue;
    ++counts[row.status.empty() ? std::string(kUnknown) : row.status];
  }
  std::string text;
  for (const auto& [status, count] : counts) {
    text.append(text.empty() ? "" : ", ").append(std::to_string(count)).append(" ").append(status);
  }
  return text;
}

// `and 7 more: 4 CREATED, 3 SUCCEEDED`
std::string LiveTable::SummaryWithout(const std::vector<const Row*>& rows) const {
  return "and " + std::to_string(rows_.size() - rows.size()) + " more: " + CountsWithout(rows);
}

// A terminal that became narrower has wrapped the lines on it.
std::size_t LiveTable::RowsOnScreen(int columns) const {
  const auto width = static_cast<std::size_t>(std::max(columns, 1));
  std::size_t rows = 0;
  for (const std::size_t drawn : drawn_) rows += std::max<std::size_t>((drawn + width - 1) / width, 1);
  return rows;
}

std::string LiveTable::ToTop(const TerminalSize& size) const {
  std::size_t rows = RowsOnScreen(size.columns);
  // Lines that have scrolled off the screen cannot be rewritten.
  if (size.rows > 0) rows = std::min(rows, static_cast<std::size_t>(size.rows));
  return (rows > 1 ? "\x1b[" + std::to_string(rows - 1) + "A" : "") + "\r";
}

void LiveTable::Redraw(bool whole) {
  const TerminalSize size = size_();
  const auto lines = Lines(size, whole);
  if (lines.empty()) return;
  std::string text = ToTop(size);
  const bool shrinks = RowsOnScreen(size.columns) > lines.size();
  drawn_.clear();
  for (const std::string& line : lines) {
    if (!drawn_.empty()) text += '\n';
    text.append(line).append("\x1b[K");
    drawn_.push_back(line.size());
  }
  if (shrinks) text += "\x1b[J";
  // In one write, so that no partial table is shown.
  out_ << text << std::flush;
}

TerminalSize SizeOfStandardError() {
  const char* const terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb" || isatty(STDERR_FILENO) == 0) return {};
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? TerminalSize{.columns = size.ws_col, .rows = size.ws_row} : TerminalSize{.columns = 80};
}

}  // namespace package_model
