// Tests of the cookbook's recipes for clients: credentials, retries, errors, threads, connections and logs.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/scripted_transport.h>

#include "cookbook/logging_transport.cpp"
#include "cookbook/own_credentials.cpp"
#include "cookbook/own_executor.cpp"
#include "cookbook/retries_and_timeouts.cpp"
#include "cookbook/shared_transport.cpp"
#include "cookbook/trace_requests.cpp"
#include "cookbook/what_to_do.cpp"

// Of cookbook/client_for_tests.cpp, which is compiled with the other tests of the cookbook.
lfv::ClientConfig ConfigForTests(const lfv::testing::MockService& service);

namespace {

using lfv::testing::MockService;
using lfv::testing::Response;
using lfv::testing::ScriptedTransport;

auto ListJobs(const lfv::Client& client, const lfv::CallOptions& options = {}) {
  return client.ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest().WithProjectName("boards"),
                                       options);
}

class CookbookCredentials : public ::testing::Test {
 protected:
  ~CookbookCredentials() override { std::filesystem::remove(file_); }

  lfv::Client ClientOf(const MockService& service) const {
    lfv::ClientConfig config = ConfigForTests(service);
    UseKeyFile(config, file_);
    return lfv::Client(config);
  }

  const std::string file_ = ::testing::TempDir() + "cookbook-keys-" + std::to_string(getpid());
};

TEST_F(CookbookCredentials, AreReadAgainAfterARejection) {
  const lfv::Credentials keys = lfv::testing::MakeTestCredentials();
  const MockService service({.on_request = [&](const lfv::testing::RecordedRequest&) {
    std::ofstream(file_) << keys.access_key_id << '\n' << keys.secret_access_key << '\n';
  }});
  std::ofstream(file_) << "AKIDOFYESTERDAY\nsecret-of-yesterday\n";
  EXPECT_TRUE(ListJobs(ClientOf(service)));
  EXPECT_EQ(service.requests().at(0).error_type, "UnrecognizedClientException");
}

TEST_F(CookbookCredentials, AreNotConfiguredWithoutAFile) {
  const MockService service;
  const auto listed = ListJobs(ClientOf(service));
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, lfv::ErrorKind::kCredentials);
  EXPECT_NE(listed.error().message.find(file_ + " cannot be opened"), std::string::npos) << listed;
}

TEST_F(CookbookCredentials, NeedASecret) {
  std::ofstream(file_) << "AKIDOFYESTERDAY\n";
  const MockService service;
  const auto listed = ListJobs(ClientOf(service));
  ASSERT_FALSE(listed);
  EXPECT_NE(listed.error().message.find("fewer than two lines"), std::string::npos) << listed;
}

TEST(Cookbook, RetriesPatiently) {
  MockService service;
  service.Install({.fault = {.response = Response{.status = 503}}});
  lfv::ClientConfig config = ConfigForTests(service);
  std::vector<double> seconds;
  auto now = std::chrono::steady_clock::time_point{};
  config.platform.steady_now = [&now] { return now; };
  config.platform.sleep = [&](std::chrono::nanoseconds duration, const std::stop_token&) {
    seconds.push_back(std::round(std::chrono::duration<double>(duration).count() * 100) / 100);
    now += duration;
    return true;
  };
  // The longest delays that the random numbers can make.
  config.platform.random_bytes = [](std::span<std::byte> bytes) {
    std::fill(bytes.begin(), bytes.end(), std::byte{0xFF});
  };
  EXPECT_FALSE(ListJobs(MakePatientClient(config)));
  EXPECT_EQ(seconds, (std::vector<double>{0.5, 1, 2, 4, 8}));
  EXPECT_EQ(service.counters().requests, 6u);
}

// A transport that takes as long as it is allowed to, by a clock that only it advances.
TEST(Cookbook, AppliesItsTimeouts) {
  const MockService unused;
  lfv::ClientConfig config = ConfigForTests(unused);
  const auto transport = std::make_shared<ScriptedTransport>();
  auto now = std::chrono::steady_clock::time_point{};
  config.platform.steady_now = [&now] { return now; };
  config.transport = transport;
  transport->Then([&](const lfv::HttpRequest&, const lfv::HttpSendOptions&) {
    now += std::chrono::seconds(115);
    return lfv::HttpResponse{.status = 503};
  });
  const lfv::Client client = MakePatientClient(config);
  EXPECT_FALSE(ListJobs(client));
  EXPECT_FALSE(DescribeSoon(
      client, lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName("nightly")));
  const auto sent = transport->sent();
  ASSERT_EQ(sent.size(), 3u);
  EXPECT_EQ(sent[0].options.connect_timeout, std::chrono::seconds(2));
  EXPECT_EQ(sent[0].options.timeout, std::chrono::seconds(15));
  EXPECT_EQ(sent[1].options.timeout, std::chrono::seconds(5)) << "what remains of the call";
  EXPECT_EQ(sent[2].options.timeout, std::chrono::seconds(3));
}

TEST(Cookbook, KnowsWhatToDoAfterEachKind) {
  using enum lfv::ErrorKind;
  const auto after = [](lfv::ErrorKind kind, bool retryable = false) {
    return After({.kind = kind, .retryable = retryable});
  };
  EXPECT_EQ(after(kInvalidRequest), Next::kCorrectRequest);
  EXPECT_EQ(after(kConfiguration), Next::kCorrectSetup);
  EXPECT_EQ(after(kUnreadableResponse), Next::kCorrectSetup);
  EXPECT_EQ(after(kCredentials), Next::kCorrectSetup);
  EXPECT_EQ(after(kCredentials, true), Next::kTryLater);
  EXPECT_EQ(after(kTransport), Next::kCorrectSetup);
  EXPECT_EQ(after(kTransport, true), Next::kTryLater);
  EXPECT_EQ(after(kTimeout), Next::kTryLater);
  EXPECT_EQ(after(kCancelled), Next::kStop);
  EXPECT_EQ(after(kJobFailed), Next::kReportJob);
}

TEST(Cookbook, KnowsWhatToDoAfterEachErrorOfTheService) {
  const struct {
    int status;
    std::string error_type;
    Next next;
  } rows[] = {{400, "ValidationException", Next::kCorrectRequest},
              {404, "ResourceNotFoundException", Next::kCorrectRequest},
              {409, "ConflictException", Next::kCorrectRequest},
              {403, "AccessDeniedException", Next::kCorrectSetup},
              {402, "ServiceQuotaExceededException", Next::kFreeQuota},
              {429, "ThrottlingException", Next::kTryLater},
              {500, "InternalServerException", Next::kTryLater},
              {503, "", Next::kTryLater},
              {418, "", Next::kCorrectSetup}};
  MockService service;
  const lfv::Client client(ConfigForTests(service));
  for (const auto& row : rows) {
    service.Install({.fault = {.response = Response{.status = row.status, .error_type = row.error_type}}});
    EXPECT_EQ(After(ListJobs(client).error()), row.next) << row.status << ' ' << row.error_type;
    service.ClearFaults();
  }
}

TEST(Cookbook, RunsCallsOnThreadsOfTheProgram) {
  const MockService service;
  lfv::ClientConfig config = ConfigForTests(service);
  std::thread::id called_by;
  config.on_call = [&](const lfv::CallEvent&) { called_by = std::this_thread::get_id(); };
  std::thread::id pooled;
  boost::asio::thread_pool pool(1);
  boost::asio::post(pool, [&] { pooled = std::this_thread::get_id(); });
  const lfv::AsyncClient async = OnPool(lfv::Client(config), pool);
  const auto request = lfv::ListModelPackagingJobsRequest().WithProjectName("boards");
  EXPECT_TRUE(async.ListModelPackagingJobsCallable(request).get());
  EXPECT_EQ(called_by, pooled);
}

TEST(Cookbook, SharesConnections) {
  const lfv::Credentials other{.access_key_id = "AKIDOFTHEOTHER", .secret_access_key = "another-secret"};
  const MockService service({.credentials = {lfv::testing::MakeTestCredentials(), other}});
  lfv::ClientConfig config = ConfigForTests(service);
  config.credentials = lfv::MakeStaticCredentials(other);
  for (const lfv::Client& client : MakeClients({ConfigForTests(service), config})) {
    EXPECT_TRUE(ListJobs(client));
  }
  EXPECT_EQ(service.counters().connections, 1u);
}

TEST(Cookbook, LogsEachExchange) {
  MockService service;
  service.Enqueue({.then = lfv::testing::FaultAction::kReset});
  service.Enqueue({.response = Response{.status = 503}});
  lfv::ClientConfig config = ConfigForTests(service);
  std::vector<std::string> lines;
  config.transport =
      std::make_shared<LoggingTransport>([&](const std::string& line) { lines.push_back(line); });
  EXPECT_TRUE(ListJobs(lfv::Client(config)));
  const std::string get =
      "GET " + service.endpoint_url() + "/2020-11-20/projects/boards/modelpackagingjobs: ";
  EXPECT_EQ(lines, (std::vector{get + "transport", get + "503", get + "200"}));
  EXPECT_EQ(config.transport->idle_connections(), 1u);
}

TEST(Cookbook, SendsATraceWithASpanPerAttempt) {
  MockService service;
  service.Enqueue({.response = Response{.status = 503}});
  lfv::ClientConfig config = ConfigForTests(service);
  MakeSpanPerAttempt(config);
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-";
  const lfv::Client client(config);
  ASSERT_TRUE(ListJobs(client, InTrace(trace + "00f067aa0ba902b7-01")));
  std::vector<std::string> spans;
  for (const auto& request : service.requests()) {
    const std::string traceparent(request.headers.Find("traceparent").value());
    EXPECT_TRUE(traceparent.starts_with(trace) && traceparent.ends_with("-01")) << traceparent;
    spans.push_back(traceparent.substr(trace.size(), 16));
    EXPECT_EQ(spans.back().find_first_not_of("0123456789abcdef"), std::string::npos) << traceparent;
  }
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_NE(spans[0], spans[1]);
  EXPECT_NE(spans[0], "00f067aa0ba902b7");
  // A call without a trace gets none.
  ASSERT_TRUE(ListJobs(client));
  EXPECT_FALSE(service.requests().back().headers.Find("traceparent"));
}

}  // namespace
