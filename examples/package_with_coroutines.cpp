// Packages three models in a coroutine, whose calls run on Asio's thread_pool, while the loop handles a timer
// of its own. usage: package_with_coroutines [POLL_INTERVAL_IN_MILLISECONDS]
#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <lookoutvision/async.h>

#include "poll_interval.h"

namespace asio = boost::asio;
namespace lfv = lookoutvision;

namespace {

// Runs a call on the pool, and resumes the coroutine on its own loop. A coroutine of Asio awaits only what
// Asio made.
template <typename Call>
auto OnPool(asio::thread_pool& pool, Call call) {
  using Result = std::invoke_result_t<Call&>;
  const auto start = [&pool](auto handler, Call own_call) {
    // A std::function copies what it holds, and this handler cannot be copied.
    const auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    const auto work = asio::make_work_guard(*resume);
    lfv::RunAsync([&pool](auto run) { asio::post(pool, std::move(run)); }, std::move(own_call),
                  [resume, work](Result result) {
                    asio::post(work.get_executor(), [resume, result = std::move(result)]() mutable {
                      (*resume)(std::move(result));
                    });
                  });
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(start, asio::use_awaitable,
                                                                           std::move(call));
}

class Packager {
 public:
  Packager(asio::thread_pool& pool, std::chrono::milliseconds poll_interval)
      : pool_(pool), poll_interval_(poll_interval) {}

  asio::awaitable<void> PackageAll() {
    // With a co_spawn for each, they would be packaged at the same time.
    for (const char* project : {"labels", "boards", "bottles"}) co_await Package(project);
  }

  int exit_status() const { return exit_status_; }

 private:
  asio::awaitable<void> Package(std::string project) {
    const lfv::GreengrassConfiguration component{.component_name = "com.example." + project,
                                                 .s3_output_location = {.bucket = "my-bucket"},
                                                 .target_device = lfv::TargetDevice::kJetsonXavier};
    const auto request =
        lfv::StartModelPackagingJobRequest().WithProjectName(project).WithModelVersion("1").WithConfiguration(
            {.greengrass = component});
    // Not within the co_await: g++ 12 destroys temporaries such as this function there twice.
    const auto start = [this, request] { return client_.StartModelPackagingJob(request); };
    std::cerr << "step\n";
    const auto started = co_await OnPool(pool_, start);
    if (!started) co_return Report(started.error());
    const auto job =
        lfv::DescribeModelPackagingJobRequest().WithProjectName(project).WithJobName(started->job_name);
    const auto describe = [this, job] { return client_.DescribeModelPackagingJob(job); };
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (true) {
      timer.expires_after(poll_interval_);
      co_await timer.async_wait(asio::use_awaitable);
      std::cerr << "step\n";
      const auto described = co_await OnPool(pool_, describe);
      if (!described) co_return Report(described.error());
      const auto& description = described->model_packaging_description;
      if (description.status == lfv::ModelPackagingJobStatus::kFailed)
        co_return Report("job failed: " + description.status_message.value_or(""));
      if (description.status != lfv::ModelPackagingJobStatus::kSucceeded) continue;
      std::cout << description << '\n';
      co_return;
    }
  }

  template <typename Problem>
  void Report(const Problem& problem) {
    std::cout << problem << '\n';
    exit_status_ = 1;
  }

  const lfv::Client client_;  // region, endpoint and credentials come from the environment
  asio::thread_pool& pool_;
  const std::chrono::milliseconds poll_interval_;
  int exit_status_ = 0;
};

}  // namespace

int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape): an exception ends the program
  const auto poll_interval = PollInterval(argc, argv);
  asio::io_context loop;
  // Destroyed before the loop, whose executor its threads hold until they have posted a result.
  asio::thread_pool pool(2);
  Packager packager(pool, poll_interval);

  asio::steady_timer tick(loop);
  const std::function<void()> await_tick = [&] {
    tick.expires_after(std::chrono::milliseconds(100));
    tick.async_wait([&](const boost::system::error_code&) {
      std::cerr << "tick\n";  // what the program does besides
      await_tick();
    });
  };
  await_tick();
  asio::co_spawn(loop, packager.PackageAll(), [&](const std::exception_ptr& thrown) {
    loop.stop();
    if (thrown) std::rethrow_exception(thrown);
  });
  loop.run();
  return packager.exit_status();
}
