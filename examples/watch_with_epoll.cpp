// Packages three models in a bare epoll loop, which handles a timer of its own meanwhile.
// usage: watch_with_epoll [POLL_INTERVAL_IN_MILLISECONDS]
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <future>
#include <iostream>
#include <optional>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "poll_interval.h"
#include "three_models.h"

namespace {

using std::chrono::nanoseconds;

timespec ToTimespec(nanoseconds time) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {.tv_sec = whole.count(), .tv_nsec = (time - whole).count()};
}

// On Linux, std::chrono::steady_clock is CLOCK_MONOTONIC. A time that has passed fires at once.
void SetTimer(int timer, ThreeModels::TimePoint at, nanoseconds interval = nanoseconds{0}) {
  const itimerspec when{.it_interval = ToTimespec(interval), .it_value = ToTimespec(at.time_since_epoch())};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  ThreeModels models(PollInterval(argc, argv));
  const int loop = epoll_create1(EPOLL_CLOEXEC);
  const int tick = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const int due = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const int stepped = eventfd(0, EFD_CLOEXEC);
  for (const int fd : {tick, due, stepped}) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    if (epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event) != 0) return 1;
  }
  const auto now = std::chrono::steady_clock::now();
  SetTimer(tick, now, std::chrono::milliseconds(100));
  SetTimer(due, now);

  std::future<std::optional<ThreeModels::TimePoint>> step;
  while (true) {
    epoll_event event{};
    if (epoll_wait(loop, &event, 1, -1) < 0 && errno != EINTR) return 1;
    std::uint64_t count = 0;
    if (event.events == 0 || read(event.data.fd, &count, sizeof count) < 0) continue;
    if (event.data.fd == tick) {
      std::cerr << "tick\n";  // what the program does besides
    } else if (event.data.fd == due) {
      std::cerr << "step\n";
      // An executor of the program, if it has one, saves a thread per step.
      step = std::async(std::launch::async, [&models, stepped] {
        const auto next = models.Step();
        eventfd_write(stepped, 1);
        return next;
      });
    } else {
      const auto next = step.get();
      if (!next) return models.exit_status();
      SetTimer(due, *next);
    }
  }
}
