// Ctrl-C as a stop token. A signal handler must not request a stop, so a thread does.
#include <array>
#include <cerrno>
#include <stop_token>
#include <system_error>
#include <thread>

#include <signal.h>
#include <unistd.h>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

// While it exists, the first SIGINT requests a stop of its token, and a second one ends the program.
class StopOnInterrupt {
 public:
  StopOnInterrupt() {
    if (pipe(pipe_.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    watcher_ = std::thread([this] {
      char byte = 0;
      while (read(pipe_[0], &byte, 1) < 0) continue;  // EINTR
      stop_.request_stop();
    });
    struct sigaction action {};
    action.sa_handler = [](int) { Wake(); };
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    sigaction(SIGINT, &action, &former_);
  }
  ~StopOnInterrupt() {
    sigaction(SIGINT, &former_, nullptr);
    Wake();
    watcher_.join();
    for (const int end : pipe_) close(end);
  }
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  static void Wake() { [[maybe_unused]] const auto written = write(pipe_[1], "", 1); }

  static inline std::array<int, 2> pipe_{};
  std::stop_source stop_;
  std::thread watcher_;
  struct sigaction former_ {};
};

lfv::WaitOutcome WaitUntilInterrupted(const lfv::Client& client,
                                      const lfv::DescribeModelPackagingJobRequest& job) {
  const StopOnInterrupt interrupt;
  return client.WaitForModelPackagingJob(job, {}, {.stop_token = interrupt.token()});
}
