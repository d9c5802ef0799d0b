// Packages three models on a pool of threads, while the main thread handles a timer of its own.
// usage: watch_with_threads [POLL_INTERVAL_IN_MILLISECONDS]
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <lookoutvision/async.h>

#include "poll_interval.h"
#include "three_models.h"

namespace {

using Clock = std::chrono::steady_clock;

// A pool such as many programs have. Its destructor ends the threads, and drops what they have not begun.
class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { RunAll(stop); });
    }
  }

  void Post(std::function<void()> run) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(run));
    }
    posted_.notify_one();
  }

 private:
  void RunAll(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (posted_.wait(lock, stop, [this] { return !queue_.empty(); })) {
      const auto run = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      run();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any posted_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::jthread> threads_;
};

}  // namespace

int main(int argc, char** argv) {
  ThreeModels models(PollInterval(argc, argv));
  Pool pool(2);
  const lookoutvision::Executor executor = [&pool](auto run) { pool.Post(std::move(run)); };

  auto tick = Clock::now();
  std::optional<Clock::time_point> due = tick;
  std::future<std::optional<Clock::time_point>> step;
  while (due || step.valid()) {
    if (Clock::now() >= tick) {
      std::cerr << "tick\n";  // what the program does besides
      tick += std::chrono::milliseconds(100);
    }
    if (due && Clock::now() >= *due) {
      std::cerr << "step\n";
      due.reset();
      step = lookoutvision::RunCallable(executor, [&models] { return models.Step(); });
    }
    if (!step.valid()) {
      std::this_thread::sleep_until(std::min(tick, *due));
    } else if (step.wait_until(tick) == std::future_status::ready) {
      due = step.get();
    }
  }
  return models.exit_status();
}
