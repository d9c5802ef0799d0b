// Tests of the events of attempts, of callbacks that use the client, and of concurrent calls.
#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::kReset;
using test::kStarted;
using test::Start;

using PipelineEvents = test::PipelineTest;

struct Emitted {
  int attempt;
  int status;
  std::string request_id;
  std::string error;
  std::optional<std::chrono::nanoseconds> next;
};

TEST_F(PipelineEvents, AreEmittedOncePerAttempt) {
  std::vector<Emitted> events;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent& event) {
    EXPECT_EQ(event.operation, "StartModelPackagingJob");
    EXPECT_EQ(event.endpoint, "https://vision.plant7.example");
    EXPECT_EQ(event.max_attempts, 3);
    events.push_back({event.attempt, event.http_status, std::string(event.request_id),
                      event.error ? event.error->message : "", event.next_attempt_in});
  };
  transport_->ThenFail(kReset)
      .Then(500, R"({"message":"oops"})", {{"x-amzn-RequestId", "r-2"}})
      .Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].attempt, 1);
  EXPECT_EQ(events[0].status, 0);
  EXPECT_EQ(events[0].error, "connection reset");
  EXPECT_EQ(events[0].next, milliseconds{25});
  EXPECT_EQ(events[1].status, 500);
  EXPECT_EQ(events[1].request_id, "r-2");
  EXPECT_EQ(events[1].error, "oops");
  EXPECT_EQ(events[1].next, milliseconds{50});
  EXPECT_EQ(events[2].attempt, 3);
  EXPECT_EQ(events[2].status, 200);
  EXPECT_EQ(events[2].request_id, "");
  EXPECT_EQ(events[2].error, "");
  EXPECT_EQ(events[2].next, std::nullopt);
}

TEST_F(PipelineEvents, PropagateAnExceptionAndLeaveTheClientUsable) {
  bool throws = true;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent&) {
    if (throws) throw std::runtime_error("mine");
  };
  const Client client(config);
  transport_->Then(200, kStarted).Then(200, kStarted);
  EXPECT_THROW(static_cast<void>(client.StartModelPackagingJob(Start())), std::runtime_error);
  throws = false;
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
}

TEST_F(PipelineEvents, AllowACallbackToStopItsCall) {
  std::stop_source source;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent&) { source.request_stop(); };
  const Client client(config);
  transport_->ThenFail(kReset).Then(200, kStarted);
  const auto stopped = client.StartModelPackagingJob(Start(), {.stop_token = source.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(stopped.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(stopped.error().attempts, 1);
  // A response that has arrived is not discarded.
  source = std::stop_source();
  EXPECT_TRUE(client.StartModelPackagingJob(Start(), {.stop_token = source.get_token()}));
  EXPECT_TRUE(source.stop_requested());
}

TEST_F(PipelineEvents, AllowACallbackToCallTheClient) {
  std::unique_ptr<Client> client;
  int depth = 0;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent&) {
    if (depth++ == 0) {
      EXPECT_TRUE(client->StartModelPackagingJob(Start()));
    }
  };
  client = std::make_unique<Client>(config);
  transport_->Then(200, kStarted).Then(200, kStarted);
  EXPECT_TRUE(client->StartModelPackagingJob(Start()));
  EXPECT_EQ(depth, 2);
}

// A running call keeps the state of its client alive, which owns the callback and its captures.
TEST_F(PipelineEvents, AllowACallbackToDestroyTheLastClient) {
  const auto describe = DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j");
  const auto list = ListModelPackagingJobsRequest().WithProjectName("p");
  std::unique_ptr<Client> client;
  for (const auto& call : std::vector<std::function<bool()>>{
           [&] { return bool(client->StartModelPackagingJob(Start())); },
           [&] { return bool(client->DescribeModelPackagingJob(describe)); },
           [&] { return bool(client->ListModelPackagingJobs(list)); },
           [&] { return bool(client->WaitForModelPackagingJob(describe)); },
           [&] { return bool(client->WaitForModelPackagingJobs({describe})[0]); },
           [&] { return bool(client->StartModelPackagingJobAndWait(Start())); }}) {
    auto captured = std::make_shared<int>(7);
    const std::weak_ptr<int> watched = captured;
    ClientConfig config = Config();
    config.on_attempt = [&client, &watched, captured = std::move(captured)](const AttemptEvent&) {
      client.reset();
      EXPECT_FALSE(watched.expired());
    };
    client = std::make_unique<Client>(std::move(config));
    const std::string body = R"({"JobName":"j","ModelPackagingDescription":{"Status":"SUCCEEDED"}})";
    transport_->Then(503).Then(200, body).Then(200, body);
    EXPECT_TRUE(call());
    EXPECT_TRUE(watched.expired());
    // Removes the rest of the script.
    while (transport_->Send({}, {})->status != 599) {
    }
  }
}

TEST_F(PipelineEvents, ContainNoSecret) {
  const std::vector<std::string> secrets{"wJalrXUtnFEMI", "session-of-joe", "header-of-joe"};
  std::ostringstream shown;
  ClientConfig config = Config();
  config.credentials = MakeStaticCredentials(
      {.access_key_id = "AKIDEXAMPLE", .secret_access_key = secrets[0], .session_token = secrets[1]});
  config.on_attempt = [&](const AttemptEvent& event) {
    shown << event.operation << event.endpoint << event.request_id;
    if (event.error) shown << *event.error << event.error->message;
  };
  transport_->ThenFail(kReset).Then(503).Then(400, "{}").Then(200, "<html>").Then(302);
  const Client client(config);
  for (int call = 0; call < 3; ++call) {
    const auto started = client.StartModelPackagingJob(Start(), {.headers = {{"x-note", secrets[2]}}});
    ASSERT_FALSE(started);
    shown << started.error() << started.error().message;
  }
  const auto refused = client.StartModelPackagingJob(Start(), {.headers = {{"x-note", secrets[2] + "\n"}}});
  ASSERT_FALSE(refused);
  shown << refused.error();
  for (const std::string& secret : secrets) {
    EXPECT_EQ(transport_->sent().size(), 5U);
    EXPECT_EQ(shown.str().find(secret), std::string::npos) << secret;
  }
}

class EchoTransport : public HttpTransport {
 public:
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions&) override {
    // The response has the token as job name, to detect that two calls are mixed up.
    return HttpResponse{.status = 200,
                        .body = R"({"JobName":")" +
                                std::string(request.headers.Find("X-Amzn-Client-Token").value_or("")) +
                                "\"}"};
  }
};

TEST(PipelineThreads, CanMakeTheirFirstCallsAtTheSameTime) {
  const Client client({.region = "eu-west-1",
                       .endpoint_url = "https://vision.plant7.example",
                       .credentials = MakeStaticCredentials({.access_key_id = "A", .secret_access_key = "S"}),
                       .transport = std::make_shared<EchoTransport>()});
  constexpr int kThreads = 16;
  std::latch together(kThreads);
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        for (int call = 0; call < 20; ++call) {
          const auto started = client.StartModelPackagingJob(Start());
          if (started && started->job_name == started->client_token) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, kThreads * 20);
}

}  // namespace
}  // namespace lookoutvision
