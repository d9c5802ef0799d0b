// Tests of the outcome of each fault in the table over http, TLS and Unix sockets.
#include "integration/fault_table.h"

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/hostile_calls.h"
#include "support/silent_ports.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::Bound;
using test::Over;
using test::Row;
using test::Scene;
using testing::Fault;
using ::testing::HasSubstr;
using testing::MockService;
using testing::Response;

// The timeouts that must not end an attempt.
constexpr milliseconds kWatchdog{60'000};

/// The peer of a row, and the configuration of its client.
class RowSetup {
 public:
  RowSetup(const Row& row, Over over) : row_(row), over_(over) {
    std::uint16_t port = 0;
    switch (row.scene) {
      case Scene::kFullPort:
        port = full_port_.emplace().port();
        break;
      case Scene::kSilentPort:
        port = silent_port_.emplace().port();
        break;
      case Scene::kClosedPort:
      case Scene::kPortThatOpens:
        port = closed_port_.emplace().port();
        break;
      default:
        OpenService(0);
        port = service_->port();
    }
    config = test::HastyConfig((IsTls() ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port));
    if (over == Over::kUnix) config.endpoint_url = service_->endpoint_url();
    if (!full_port_ && !silent_port_) config.ca_bundle = ca_bundle_.path();
    config.timeouts = {.connect = kWatchdog, .attempt = kWatchdog};
    config.on_attempt = [this](const AttemptEvent&) { ++attempts; };
    config.platform.sleep = [this, port](std::chrono::nanoseconds, const std::stop_token&) {
      if (row_.scene == Scene::kPortThatOpens && !service_) OpenService(port);
      return true;
    };
  }

  Outcome<StartModelPackagingJobResult> Call(const CallOptions& options = {}) {
    const Client client(config);
    if (row_.scene == Scene::kIdleConnection) {
      EXPECT_TRUE(client.StartModelPackagingJob(test::SomeStart()));
    }
    attempts = 0;
    for (const Fault& fault : row_.faults) service_->Enqueue(fault);
    auto request = test::SomeStart();
    if (row_.scene == Scene::kLargeRequest) request.WithDescription(std::string(12 << 20, 'x'));
    return client.StartModelPackagingJob(request, options);
  }

  /// Blocks until the silence has begun.
  void WaitForSilence() const {
    if (full_port_) return full_port_->WaitForAttempt();
    if (silent_port_) return silent_port_->WaitForConnection();
    // The fault is applied before the first byte of the response.
    EXPECT_TRUE(service_->WaitUntil([](const auto& now) { return now.faults > 0; }));
  }

  ClientConfig config;
  int attempts = 0;

 private:
  bool IsTls() const { return over_ == Over::kTls; }
  void OpenService(std::uint16_t port) {
    testing::MockServiceOptions options;
    options.port = port;
    options.tls = IsTls();
    if (over_ == Over::kUnix) options.unix_socket = folder_.PathOf("mock.sock");
    options.certificate = row_.certificate;
    options.handler = [](const testing::RecordedRequest&) {
      return Response{.body = R"({"JobName":"job-1"})"};
    };
    service_ = std::make_unique<MockService>(std::move(options));
    ca_bundle_.Write(service_->ca_pem());
  }

  const Row& row_;
  const Over over_;
  const test::TemporaryFolder folder_;
  std::optional<test::FullPort> full_port_;
  std::optional<test::SilentPort> silent_port_;
  std::optional<test::ClosedPort> closed_port_;
  std::unique_ptr<MockService> service_;
  test::TextFile ca_bundle_;
};

class FaultTable : public ::testing::TestWithParam<std::tuple<Row, Over>> {
 protected:
  const Row& row() const { return std::get<0>(GetParam()); }
  RowSetup setup_{std::get<0>(GetParam()), std::get<1>(GetParam())};
};

TEST_P(FaultTable, HasTheExpectedOutcome) {
  // The longer timeout allows a call to succeed on a busy machine.
  const milliseconds timeout = row().kind ? milliseconds{300} : milliseconds{1500};
  if (row().bound == Bound::kConnectTimeout) setup_.config.timeouts.connect = timeout;
  if (row().bound == Bound::kAttemptTimeout) setup_.config.timeouts.attempt = timeout;
  const auto started = setup_.Call();
  EXPECT_EQ(setup_.attempts, row().attempts);
  ASSERT_EQ(started.has_value(), !row().kind) << (started ? "the call succeeded" : started.error().message);
  if (started) {
    EXPECT_EQ(started->job_name, "job-1");
    return;
  }
  const Error& error = started.error();
  EXPECT_EQ(error.kind, row().kind) << error;
  EXPECT_EQ(error.attempts, row().attempts) << error;
  EXPECT_EQ(error.retryable, row().attempts > 1) << error;
  EXPECT_EQ(error.stop_reason,
            row().attempts > 1 ? StopReason::kAttemptsExhausted : StopReason::kNotRetryable);
  EXPECT_EQ(error.endpoint, setup_.config.endpoint_url);
  EXPECT_FALSE(error.client_token.empty());
  if (row().bound == Bound::kConnectTimeout) {
    EXPECT_THAT(error.message, HasSubstr("the connect timeout of 300 ms passed"));
  }
  if (row().bound == Bound::kAttemptTimeout) {
    EXPECT_THAT(error.message, HasSubstr("the attempt timeout of 300 ms passed"));
  }
}

class SilentRows : public FaultTable {};

TEST_P(SilentRows, EndAtTheDeadlineOfTheCall) {
  const auto started = setup_.Call({.timeout = milliseconds{300}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kTimeout) << started.error();
  EXPECT_THAT(started.error().message, HasSubstr("the call's timeout of 300 ms has passed"));
  EXPECT_EQ(started.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_EQ(started.error().attempts, 1);
}

TEST_P(SilentRows, EndWhenTheCallIsStopped) {
  std::stop_source source;
  auto call = std::async(std::launch::async, [&] { return setup_.Call({.stop_token = source.get_token()}); });
  setup_.WaitForSilence();
  source.request_stop();
  // The silence lasts until `setup_` is destroyed.
  const auto started = call.get();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCancelled) << started.error();
  EXPECT_EQ(started.error().stop_reason, StopReason::kCancelled);
  EXPECT_EQ(started.error().attempts, 1);
}

// The other scenes need a port. A Unix socket ends the truncated body in order instead of with a reset.
bool IsPossibleOverUnix(const Row& row) {
  return row.scene <= Scene::kLargeRequest && row.name != std::string("ResetInsideABodyWithoutLength");
}

std::vector<std::tuple<Row, Over>> Cases(bool only_silent_rows) {
  std::vector<std::tuple<Row, Over>> cases;
  for (const Row& row : test::kTable) {
    if (only_silent_rows && row.kind != ErrorKind::kTimeout) continue;
    if (row.over != Over::kTls) cases.emplace_back(row, Over::kHttp);
    if (row.over != Over::kHttp) cases.emplace_back(row, Over::kTls);
    if (row.over != Over::kTls && IsPossibleOverUnix(row)) cases.emplace_back(row, Over::kUnix);
  }
  return cases;
}

std::string CaseName(const ::testing::TestParamInfo<std::tuple<Row, Over>>& tested) {
  const auto& [row, over] = tested.param;
  return std::string(row.name) + (over == Over::kTls    ? "OverTls"
                                  : over == Over::kUnix ? "OverUnix"
                                                        : "OverHttp");
}

INSTANTIATE_TEST_SUITE_P(All, FaultTable, ::testing::ValuesIn(Cases(/*only_silent_rows=*/false)), CaseName);
INSTANTIATE_TEST_SUITE_P(All, SilentRows, ::testing::ValuesIn(Cases(/*only_silent_rows=*/true)), CaseName);

}  // namespace
}  // namespace lookoutvision
