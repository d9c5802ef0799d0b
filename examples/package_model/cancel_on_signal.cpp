// Signals as a stop token: the handler writes one byte to a pipe, a thread reads it and requests a stop.
// The handler cannot request the stop: request_stop runs callbacks and may take locks.
#include "package_model/cancel_on_signal.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "package_model/exit_status.h"

namespace package_model {
namespace {

constexpr char kSignalled = 's';
constexpr char kEnd = 'e';

// A signal handler may access lock-free atomics only.
std::atomic<int> write_end{-1};
std::atomic<bool> signalled{false};

bool Write(char byte) {
  return write(write_end, &byte, 1) == 1;
}

void OnSignal(int) {
  const int saved = errno;
  if (signalled.exchange(true) || !Write(kSignalled)) _exit(kInterrupted);
  errno = saved;
}

}  // namespace

CancelOnSignal::CancelOnSignal() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
  write_end = ends[1];
  watcher_ = std::thread([this, read_end = ends[0]] {
    char byte = 0;
    while (read(read_end, &byte, 1) == 1 && byte != kEnd) stop_.request_stop();
    close(read_end);
  });
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &former_[i]);
    if (former_[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
  }
}

CancelOnSignal::~CancelOnSignal() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &former_[i], nullptr);
  Write(kEnd);
  watcher_.join();
  close(write_end.exchange(-1));
  signalled = false;
}

}  // namespace package_model
