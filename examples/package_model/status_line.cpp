// The status line: rewritten on a terminal, a line a change elsewhere.
#include "package_model/status_line.h"

#include <cstdlib>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

#include "package_model/output.h"
#include "package_model/printable.h"

namespace package_model {

StatusLine::StatusLine(std::ostream& out, std::function<int()> columns, Clock now)
    : out_(out), columns_(std::move(columns)), now_(std::move(now)) {}

void StatusLine::Show(std::string_view job_name, std::string_view status) {
  const std::lock_guard lock(mutex_);
  if (!shown_) started_ = now_();
  const bool changed = !shown_ || status != status_;
  shown_ = true;
  job_name_ = job_name;
  status_ = status;
  if (on_terminal()) {
    Redraw();
  } else if (changed) {
    out_ << Text() << std::endl;
  }
}

void StatusLine::Refresh() {
  const std::lock_guard lock(mutex_);
  if (shown_ && on_terminal()) Redraw();
}

void StatusLine::End() {
  const std::lock_guard lock(mutex_);
  if (shown_ && on_terminal()) out_ << std::endl;
  shown_ = false;
}

void StatusLine::Print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  const bool redraw = shown_ && on_terminal();
  if (redraw) out_ << "\r\x1b[K";
  out_ << line << std::endl;
  if (redraw) Redraw();
}

std::string StatusLine::Text() const {
  const auto elapsed = std::chrono::floor<std::chrono::seconds>(now_() - started_);
  return Printable(status_) + ", " + ToText(elapsed) + ", job " + Printable(job_name_);
}

void StatusLine::Redraw() {
  std::string text = Text();
  // A line as wide as the terminal would wrap, and could not be rewritten any more.
  const auto room = static_cast<std::size_t>(columns_() - 1);
  if (text.size() > room) text.resize(room);
  out_ << '\r' << text << "\x1b[K" << std::flush;
}

int ColumnsOfStandardError() {
  const char* const terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb" || isatty(STDERR_FILENO) == 0) return 0;
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace package_model
