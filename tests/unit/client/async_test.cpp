// Tests of AsyncClient and of calls on an executor.
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/async.h>
#include <lookoutvision/credentials_providers.h>

#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using Described = Outcome<DescribeModelPackagingJobResult>;

ClientConfig ConfigWith(std::shared_ptr<HttpTransport> transport) {
  return {.region = "eu-west-1",
          .endpoint_url = "https://vision.example",
          .credentials = MakeStaticCredentials({.access_key_id = "k", .secret_access_key = "secret"}),
          .transport = std::move(transport)};
}

DescribeModelPackagingJobRequest SomeJob() {
  return DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j");
}

// Holds its functions until Run() is called.
class Queue {
 public:
  Executor executor() {
    return [this](std::function<void()> run) { held_.push_back(std::move(run)); };
  }
  void Run() {
    for (const auto& run : std::exchange(held_, {})) run();
  }
  void Drop() { held_.clear(); }
  std::size_t size() const { return held_.size(); }

 private:
  std::vector<std::function<void()>> held_;
};

// A coroutine that starts at once, and whose frame is destroyed at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// Parameters, unlike the captures of a lambda, live as long as the coroutine.
Detached Describe(AsyncClient client, std::function<void(Described)> done, CallOptions options = {}) {
  done(co_await client.DescribeModelPackagingJob(SomeJob(), std::move(options)));
}

Detached StartAndDescribe(AsyncClient client, std::optional<ModelPackagingDescription>& described) {
  const GreengrassConfiguration component{.component_name = "c", .s3_output_location = {.bucket = "b"}};
  // Not within the co_await: g++ 12 destroys temporary aggregates there twice.
  const auto request =
      StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1").WithConfiguration(
          {.greengrass = component});
  const auto started = co_await client.StartModelPackagingJob(request);
  const auto found = co_await client.DescribeModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName(started.value().job_name));
  described = found.value().model_packaging_description;
}

class Async : public ::testing::Test {
 protected:
  AsyncClient ClientOn(Executor executor) { return {Client(ConfigWith(transport_)), std::move(executor)}; }

  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
  Queue queue_;
};

TEST_F(Async, RunsACallOnTheExecutorAndPassesItsOutcomeToTheCallback) {
  transport_->Then(200, R"({"ModelPackagingDescription":{"JobName":"j"}})");
  std::vector<Described> outcomes;
  ClientOn(queue_.executor()).DescribeModelPackagingJobAsync(SomeJob(), [&](Described outcome) {
    outcomes.push_back(std::move(outcome));
  });
  EXPECT_TRUE(transport_->sent().empty());
  queue_.Run();
  ASSERT_EQ(outcomes.size(), 1U);
  ASSERT_TRUE(outcomes[0]) << outcomes[0].error();
  EXPECT_EQ(outcomes[0]->model_packaging_description.job_name, "j");
}

TEST_F(Async, HasAFutureForTheOutcome) {
  transport_->Then(200, R"({"ModelPackagingJobs":[],"NextToken":"t"})");
  auto listed = ClientOn(queue_.executor())
                    .ListModelPackagingJobsCallable(ListModelPackagingJobsRequest().WithProjectName("p"));
  queue_.Run();
  EXPECT_EQ(listed.get().value().next_token, "t");
}

TEST_F(Async, ResumesACoroutineWithTheOutcome) {
  transport_->Then(202, R"({"JobName":"new"})")
      .Then(200, R"({"ModelPackagingDescription":{"Status":"CREATED"}})");
  std::optional<ModelPackagingDescription> described;
  StartAndDescribe(ClientOn(queue_.executor()), described);
  queue_.Run();
  EXPECT_FALSE(described);
  queue_.Run();
  ASSERT_TRUE(described);
  EXPECT_EQ(described->status, ModelPackagingJobStatus::kCreated);
}

TEST_F(Async, ResumesACoroutineThatAnExecutorRunsAtOnce) {
  transport_->Then(200).Then(200);
  int ended = 0;
  const AsyncClient client = ClientOn([](const auto& run) { run(); });
  Describe(client, [&](const Described& first) {
    ended += first ? 1 : 0;
    Describe(client, [&](const Described& second) { ended += second ? 1 : 0; });
  });
  EXPECT_EQ(ended, 2);
}

TEST_F(Async, RunsAnyCall) {
  transport_->Then(200, R"({"ModelPackagingDescription":{"Status":"SUCCEEDED"}})");
  const Client client(ConfigWith(transport_));
  std::optional<WaitOutcome> ended;
  RunAsync(
      queue_.executor(), [client] { return client.WaitForModelPackagingJob(SomeJob()); },
      [&](WaitOutcome outcome) { ended = std::move(outcome); });
  queue_.Run();
  ASSERT_TRUE(ended);
  EXPECT_TRUE(*ended) << ended->error();
}

TEST_F(Async, DoesNotSendACallThatIsStoppedBeforeItRuns) {
  std::stop_source stop;
  auto described = ClientOn(queue_.executor())
                       .DescribeModelPackagingJobCallable(SomeJob(), {.stop_token = stop.get_token()});
  stop.request_stop();
  queue_.Run();
  EXPECT_EQ(described.get().error().kind, ErrorKind::kCancelled);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Async, CancelsCallsThatTheExecutorDrops) {
  const AsyncClient client = ClientOn(queue_.executor());
  std::vector<Described> outcomes;
  client.DescribeModelPackagingJobAsync(SomeJob(), [&](Described outcome) { outcomes.push_back(outcome); });
  Describe(client, [&](Described outcome) { outcomes.push_back(std::move(outcome)); });
  auto future = client.DescribeModelPackagingJobCallable(SomeJob());
  ASSERT_EQ(queue_.size(), 3U);
  EXPECT_TRUE(outcomes.empty());
  queue_.Drop();
  ASSERT_EQ(outcomes.size(), 2U);
  for (const Described& outcome : outcomes) EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_THROW(static_cast<void>(future.get()), std::future_error);
}

TEST_F(Async, CancelsCallsThatTheExecutorRefuses) {
  const AsyncClient client = ClientOn([](const auto&) { throw std::runtime_error("the pool is closed"); });
  std::vector<Described> outcomes;
  client.DescribeModelPackagingJobAsync(SomeJob(), [&](Described outcome) { outcomes.push_back(outcome); });
  Describe(client, [&](Described outcome) { outcomes.push_back(std::move(outcome)); });
  ASSERT_EQ(outcomes.size(), 2U);
  for (const Described& outcome : outcomes) EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_THROW(client.DescribeModelPackagingJobCallable(SomeJob()), std::runtime_error);
}

TEST_F(Async, ReportsAnExceptionOfACallback) {
  ClientConfig config = ConfigWith(transport_);
  config.on_call = [](const CallEvent&) { throw std::logic_error("a defect"); };
  const AsyncClient client(Client(config), queue_.executor());
  transport_->Then(200).Then(200);
  auto future = client.DescribeModelPackagingJobCallable(SomeJob());
  queue_.Run();
  EXPECT_THROW(static_cast<void>(future.get()), std::logic_error);
  std::vector<Described> outcomes;
  client.DescribeModelPackagingJobAsync(SomeJob(), [&](Described outcome) { outcomes.push_back(outcome); });
  // Not thrown on the executor's thread: on a std::thread it would end the program.
  queue_.Run();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].error().kind, ErrorKind::kCancelled);
}

// Runs its functions on 8 threads, in order; the destructor waits for all of them.
class Pool {
 public:
  Pool() {
    for (int i = 0; i < 8; ++i) threads_.emplace_back([this] { RunAll(); });
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    threads_.clear();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void Post(std::function<void()> run) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(run));
    }
    changed_.notify_one();
  }

 private:
  void RunAll() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return closed_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto run = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      run();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool closed_ = false;
  std::vector<std::jthread> threads_;
};

// Withholds its responses until Release().
class WithholdingTransport : public HttpTransport {
 public:
  Outcome<HttpResponse> Send(const HttpRequest&, const HttpSendOptions& options) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, options.stop_token, [this] { return released_; });
    if (options.stop_token.stop_requested()) {
      return Failure({.kind = ErrorKind::kCancelled, .message = "cancelled"});
    }
    return HttpResponse{.status = 200, .body = "{}"};
  }
  void AwaitRequests(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int waiting_ = 0;
  bool released_ = false;
};

TEST(AsyncCalls, EndOnceEachAlsoIfHalfAreCancelledAndTheClientIsGone) {
  constexpr int kCalls = 1000;
  const auto transport = std::make_shared<WithholdingTransport>();
  std::atomic<int> succeeded = 0;
  std::atomic<int> cancelled = 0;
  const auto count = [&](const Described& outcome) {
    if (outcome) {
      ++succeeded;
    } else if (outcome.error().kind == ErrorKind::kCancelled) {
      ++cancelled;
    }
  };
  std::stop_source stop;
  {
    Pool pool;
    {
      const AsyncClient client(Client(ConfigWith(transport)), [&](auto run) { pool.Post(std::move(run)); });
      for (int i = 0; i < kCalls; ++i) {
        const CallOptions options{.stop_token = i % 2 == 0 ? stop.get_token() : std::stop_token()};
        if (i % 4 < 2) {
          client.DescribeModelPackagingJobAsync(SomeJob(), count, options);
        } else {
          Describe(client, count, options);
        }
      }
    }
    transport->AwaitRequests(8);
    EXPECT_EQ(succeeded + cancelled, 0);
    stop.request_stop();
    transport->Release();
  }
  EXPECT_EQ(succeeded, kCalls / 2);
  EXPECT_EQ(cancelled, kCalls / 2);
}

}  // namespace
}  // namespace lookoutvision
