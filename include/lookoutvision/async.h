// AsyncClient: calls on threads of the user's, with a callback, a std::future or an awaitable.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

// First, since <coroutine> has its own error for an older C++.
// clang-format off
#include <lookoutvision/export.h>
// clang-format on

#include <coroutine>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <lookoutvision/client.h>

namespace lookoutvision {

/// Runs a function once, now or later, on a thread of the user's: a pool, an event loop, a new thread. Many
/// threads may call it at the same time.
///
///     const Executor executor = [](auto run) { std::thread(std::move(run)).detach(); };
using Executor = std::function<void(std::function<void()>)>;

/// Runs `call` on the executor, and passes its outcome to `done`, on the same thread. `call` is any call that
/// returns an Outcome or a WaitOutcome. `done` is called exactly once, and must not throw: if the executor
/// drops the function or throws, or a callback in the call throws, the outcome is an error of kind
/// `kCancelled`.
///
///     const auto call = [=] { return client.WaitForModelPackagingJob(describe_request); };
///     RunAsync(executor, call, [](const WaitOutcome& outcome) { Report(outcome); });
template <typename Call, typename Done>
void RunAsync(const Executor& executor, Call call, Done done) {
  struct Task {
    ~Task() {
      if (!has_ended) {
        done(std::invoke_result_t<Call&>(
            Failure({.kind = ErrorKind::kCancelled,
                     .message = "the call did not end: its executor dropped it, or a callback threw",
                     .stop_reason = StopReason::kCancelled})));
      }
    }
    Call call;
    Done done;
    bool has_ended = false;
  };
  const std::shared_ptr<Task> task(new Task{std::move(call), std::move(done)});
  try {
    executor([task] {
      std::optional<std::invoke_result_t<Call&>> outcome;
      try {
        outcome.emplace(task->call());
      } catch (...) {  // The task reports that the call did not end.
        return;
      }
      task->has_ended = true;
      task->done(*std::move(outcome));
    });
  } catch (...) {  // As above.
  }
}

/// Runs `call`, which returns anything, on the executor. The future has its result, or what a callback of the
/// call threw; or `std::future_errc::broken_promise` if the executor drops the function. An executor that
/// throws makes this throw.
template <typename Call>
std::future<std::invoke_result_t<Call&>> RunCallable(const Executor& executor, Call call) {
  using Result = std::invoke_result_t<Call&>;
  const auto task = std::make_shared<std::packaged_task<Result()>>(std::move(call));
  executor([task] { (*task)(); });
  return task->get_future();
}

/// An outcome that a coroutine awaits once: `co_await` starts the call, and the coroutine resumes on the
/// thread of the executor that made it. Works in every coroutine whose promise does not transform what it
/// awaits. The call may outlive the client that made this, but not the coroutine. An executor that runs
/// functions within its own call makes the stack deeper with each call that a coroutine awaits.
template <typename Result>
class [[nodiscard]] Awaitable {
 public:
  /// Starts the call, and passes its outcome to the callback.
  using Start = std::function<void(std::function<void(Result)>)>;

  explicit Awaitable(Start start) : start_(std::move(start)) {}  ///< Does not start the call.

  bool await_ready() const noexcept { return false; }  ///< The call has not started.
  /// Starts the call.
  void await_suspend(std::coroutine_handle<> coroutine) {
    // The resumed coroutine may destroy this object before the call of `start` has returned.
    const Start start = std::move(start_);
    start([this, coroutine](Result result) {
      result_.emplace(std::move(result));
      coroutine.resume();
    });
  }
  Result await_resume() { return *std::move(result_); }  ///< The outcome.

 private:
  Start start_;
  std::optional<Result> result_;
};

/// As RunAsync, for `co_await`.
template <typename Call>
Awaitable<std::invoke_result_t<Call&>> RunAwaitable(Executor executor, Call call) {
  return Awaitable<std::invoke_result_t<Call&>>(
      [executor = std::move(executor), call = std::move(call)](auto done) mutable {
        RunAsync(executor, std::move(call), std::move(done));
      });
}

/// A client whose calls run on an executor, and block its threads instead of the caller's. The names are
/// those of aws-sdk-cpp: `...Async` with a callback, `...Callable` with a future; without an ending they are
/// awaitable. `CallOptions::stop_token` ends a call, also one that waits for a thread. Calls own a copy of
/// the client: this object may be destroyed before they end. Thread-safe.
///
///     const AsyncClient client(Client(), executor);
///     const auto started = co_await client.StartModelPackagingJob(request);
///
/// With g++ 12, make what is passed before the `co_await`: it destroys some temporaries there twice.
class AsyncClient {
 private:
  template <typename Operation, typename Request>
  auto Bind(Operation operation, Request& request, CallOptions& options) const {
    return [client = client_, operation, request = std::move(request), options = std::move(options)] {
      return (client.*operation)(request, options);
    };
  }

 public:
  /// A client that makes the calls of `client` on `executor`.
  AsyncClient(const Client& client, Executor executor) : client_(client), executor_(std::move(executor)) {}

  /// Client::StartModelPackagingJob; see RunAsync for `done`, a `void(Outcome<..Result>)`.
  template <typename Done>
  void StartModelPackagingJobAsync(StartModelPackagingJobRequest request, Done done,
                                   CallOptions options = {}) const {
    RunAsync(executor_, Bind(&Client::StartModelPackagingJob, request, options), std::move(done));
  }
  /// Client::DescribeModelPackagingJob, in the same way.
  template <typename Done>
  void DescribeModelPackagingJobAsync(DescribeModelPackagingJobRequest request, Done done,
                                      CallOptions options = {}) const {
    RunAsync(executor_, Bind(&Client::DescribeModelPackagingJob, request, options), std::move(done));
  }
  /// Client::ListModelPackagingJobs, in the same way.
  template <typename Done>
  void ListModelPackagingJobsAsync(ListModelPackagingJobsRequest request, Done done,
                                   CallOptions options = {}) const {
    RunAsync(executor_, Bind(&Client::ListModelPackagingJobs, request, options), std::move(done));
  }

  /// Client::StartModelPackagingJob; see RunCallable for the future.
  auto StartModelPackagingJobCallable(StartModelPackagingJobRequest request, CallOptions options = {}) const {
    return RunCallable(executor_, Bind(&Client::StartModelPackagingJob, request, options));
  }
  /// Client::DescribeModelPackagingJob, in the same way.
  auto DescribeModelPackagingJobCallable(DescribeModelPackagingJobRequest request,
                                         CallOptions options = {}) const {
    return RunCallable(executor_, Bind(&Client::DescribeModelPackagingJob, request, options));
  }
  /// Client::ListModelPackagingJobs, in the same way.
  auto ListModelPackagingJobsCallable(ListModelPackagingJobsRequest request, CallOptions options = {}) const {
    return RunCallable(executor_, Bind(&Client::ListModelPackagingJobs, request, options));
  }

  /// Client::StartModelPackagingJob, for `co_await`.
  auto StartModelPackagingJob(StartModelPackagingJobRequest request, CallOptions options = {}) const {
    return RunAwaitable(executor_, Bind(&Client::StartModelPackagingJob, request, options));
  }
  /// Client::DescribeModelPackagingJob, for `co_await`.
  auto DescribeModelPackagingJob(DescribeModelPackagingJobRequest request, CallOptions options = {}) const {
    return RunAwaitable(executor_, Bind(&Client::DescribeModelPackagingJob, request, options));
  }
  /// Client::ListModelPackagingJobs, for `co_await`.
  auto ListModelPackagingJobs(ListModelPackagingJobsRequest request, CallOptions options = {}) const {
    return RunAwaitable(executor_, Bind(&Client::ListModelPackagingJobs, request, options));
  }

 private:
  Client client_;
  Executor executor_;
};

}  // namespace lookoutvision
