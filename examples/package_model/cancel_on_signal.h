// CancelOnSignal: Ctrl-C and SIGTERM as a stop token.
#pragma once

#include <array>
#include <stop_token>
#include <thread>

#include <signal.h>

namespace package_model {

/// While it exists, SIGINT and SIGTERM request a stop of its token; a second one ends the program with status
/// 130. A signal that is ignored, as under nohup, stays ignored. At most one object exists at a time.
class CancelOnSignal {
 public:
  /// Throws std::system_error if the process has no file descriptors left.
  CancelOnSignal();
  ~CancelOnSignal();
  CancelOnSignal(const CancelOnSignal&) = delete;
  CancelOnSignal& operator=(const CancelOnSignal&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM};

  std::array<struct sigaction, kSignals.size()> former_{};
  std::stop_source stop_;
  std::thread watcher_;
};

}  // namespace package_model
