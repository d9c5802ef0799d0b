// Tests of clients across threads, forks, and many calls.
#include <atomic>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/fork.h"
#include "support/hostile_calls.h"
#include "support/leftovers.h"
#include "support/sanitizers.h"

namespace lookoutvision {
namespace {

using test::AllocatedBytes;
using test::CountEntries;
using testing::MockService;
using testing::MockServiceOptions;

// A service that responds to every describe, and records few requests because it shares this process's
// memory.
MockServiceOptions FewRecords(bool tls = false) {
  MockServiceOptions options;
  options.tls = tls;
  options.max_recorded_requests = 8;
  options.handler = [](const testing::RecordedRequest&) { return testing::Response{.body = "{}"}; };
  return options;
}

bool Succeeds(const Client& client) {
  return client.DescribeModelPackagingJob(test::SomeDescribe()).has_value();
}

bool AllClosed(const MockService& service) {
  return service.WaitUntil([](const auto& now) { return now.open_connections == 0; });
}

// Returns a response without a network.
class ImmediateTransport : public HttpTransport {
 public:
  Outcome<HttpResponse> Send(const HttpRequest&, const HttpSendOptions&) override {
    return HttpResponse{.status = 200, .body = "{}"};
  }
};

TEST(ClientLife, SurvivesACallbackThatThrowsOrCallsAgain) {
  MockService service(FewRecords());
  enum class Callback { kReturns, kThrows, kCallsAgain } callback = Callback::kReturns;
  std::unique_ptr<Client> client;
  int nested = 0;
  auto config = test::HastyConfig(service.endpoint_url());
  config.on_attempt = [&](const AttemptEvent&) {
    if (callback == Callback::kThrows) throw std::runtime_error("mine");
    if (callback == Callback::kCallsAgain && nested < 3) {
      ++nested;
      EXPECT_TRUE(Succeeds(*client));
    }
  };
  client = std::make_unique<Client>(config);
  EXPECT_TRUE(Succeeds(*client));
  callback = Callback::kThrows;
  for (int call = 0; call < 3; ++call) {
    EXPECT_THROW(static_cast<void>(Succeeds(*client)), std::runtime_error);
  }
  callback = Callback::kCallsAgain;
  EXPECT_TRUE(Succeeds(*client));
  EXPECT_EQ(nested, 3);
  EXPECT_EQ(service.counters().requests, 8U);
  // Each callback runs after the response, when the connection is free for the next call.
  EXPECT_EQ(service.counters().connections, 1U);
  client.reset();
  EXPECT_TRUE(AllClosed(service));
}

TEST(ClientLife, ServesSixtyFourThreadsAtOnce) {
  constexpr int kThreads = 64;
  constexpr int kCalls = 10;
  MockService service(FewRecords());
  const Client client(test::HastyConfig(service.endpoint_url()));
  std::atomic<int> succeeded{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&succeeded, copy = client] {
      for (int call = 0; call < kCalls; ++call) succeeded += Succeeds(copy) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(succeeded, kThreads * kCalls);
  EXPECT_EQ(service.counters().requests, static_cast<std::size_t>(kThreads * kCalls));
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections <= 8; }));
}

TEST(ClientLife, LeavesNoThread) {
  MockService service(FewRecords(/*tls=*/true));
  const std::size_t before = CountEntries("/proc/self/task");
  auto config = test::HastyConfig(service.endpoint_url());
  config.ca_bundle = service.ca_bundle_path();
  const Client client(config);
  EXPECT_TRUE(Succeeds(client));
  EXPECT_EQ(CountEntries("/proc/self/task"), before);
}

TEST(ClientLife, ContinuesInParentAndChildAfterAFork) {
  for (const bool tls : {false, true}) {
    MockService service(FewRecords(tls));
    auto config = test::HastyConfig(service.endpoint_url());
    if (tls) config.ca_bundle = service.ca_bundle_path();
    const Client used(config);
    const Client unused(config);
    ASSERT_TRUE(Succeeds(used));
    EXPECT_TRUE(test::HoldsInChild([&] { return Succeeds(used) && Succeeds(unused) && Succeeds(used); }));
    EXPECT_TRUE(Succeeds(used));
    EXPECT_TRUE(Succeeds(unused));
    // The parent's first connection still works; each client has one connection per process.
    EXPECT_EQ(service.counters().connections, 4U);
  }
}

TEST(ClientLife, OfAThousandClientsLeaksNoMemoryAndNoDescriptor) {
  MockService service(FewRecords());
  const auto make_and_drop = [&service](int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Succeeds(Client(test::HastyConfig(service.endpoint_url()))));
    ASSERT_TRUE(AllClosed(service));
  };
  // The first round makes the allocations that are made once per process.
  make_and_drop(20);
  const std::size_t descriptors = CountEntries("/proc/self/fd");
  const std::size_t bytes = AllocatedBytes();
  make_and_drop(1'000);
  EXPECT_EQ(CountEntries("/proc/self/fd"), descriptors);
  // A leak of one string per client exceeds this.
  if (!test::kSanitized) {
    EXPECT_LT(AllocatedBytes(), bytes + 32'000);
  }
}

TEST(ClientLife, OfAHundredThousandCallsLeaksNoMemory) {
  auto config = test::HastyConfig("https://vision.plant7.example");
  config.transport = std::make_shared<ImmediateTransport>();
  const Client client(config);
  const auto call = [&client](int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Succeeds(client));
  };
  call(100);
  const std::size_t bytes = AllocatedBytes();
  call(test::kSanitized ? 1'000 : 100'000);
  if (!test::kSanitized) {
    EXPECT_LT(AllocatedBytes(), bytes + 32'000);
  }
}

}  // namespace
}  // namespace lookoutvision
