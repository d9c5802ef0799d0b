// Tests of the timeouts and the stop token of the libcurl transport.
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/silent_ports.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::ExpectResponse;
using test::Failed;
using test::FaultsReached;
using test::FixedResponse;
using test::Get;
using test::Post;
using test::RunningCall;
using test::Within;
using testing::FaultAction;
using testing::FaultPoint;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::StartsWith;

// Long enough to reach the silence, even on a busy machine.
constexpr milliseconds kShort{1500};

// The point at which a server becomes silent, and the phase of the call in messages.
struct Silence {
  FaultPoint at;
  bool tls;
  std::size_t body_size;
  std::string phase;
};

class CurlTransportSilence : public ::testing::TestWithParam<Silence> {
 protected:
  MockService service_{FixedResponse({.body = "hello"}, GetParam().tls)};
  std::shared_ptr<HttpTransport> transport_ =
      MakeCurlTransport({.ca_bundle = service_.ca_bundle_path(), .max_idle_connections = 1});
  const HttpRequest request_ = Post(service_, std::string(GetParam().body_size, 'x'));
};

TEST_P(CurlTransportSilence, EndsAtTheAttemptTimeout) {
  service_.Enqueue({.at = GetParam().at, .then = FaultAction::kSilence});
  const Error error = Failed(*transport_, request_, Within(kShort));
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unreachable);
  EXPECT_EQ(error.endpoint, service_.endpoint_url());
  EXPECT_THAT(error.message, StartsWith("the attempt timeout of 1.5 s passed while " + GetParam().phase +
                                        "127.0.0.1:" + std::to_string(service_.port()) + ": "));
}

TEST_P(CurlTransportSilence, EndsWhenTheCallIsStopped) {
  service_.Enqueue({.at = GetParam().at, .then = FaultAction::kSilence});
  RunningCall call(*transport_, request_);
  ASSERT_TRUE(FaultsReached(service_, 1));
  call.Stop();
  // The service is silent until the test ends.
  const auto outcome = call.Join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_FALSE(outcome.error().retryable);
  EXPECT_EQ(outcome.error().endpoint, service_.endpoint_url());
  EXPECT_THAT(outcome.error().message, StartsWith("cancelled while "));
  // The handle is reused, but not the connection.
  EXPECT_EQ(ExpectResponse(*transport_, request_).body, "hello");
  EXPECT_EQ(service_.counters().connections, 2U);
}

constexpr std::size_t kMoreThanSocketBuffers = 12 << 20;

INSTANTIATE_TEST_SUITE_P(
    AtEveryPoint, CurlTransportSilence,
    ::testing::Values(
        Silence{FaultPoint::kAccept, true, 4, "making the TLS handshake with "},
        Silence{FaultPoint::kRequestStart, false, kMoreThanSocketBuffers, "sending the request to "},
        Silence{FaultPoint::kRequestStart, true, kMoreThanSocketBuffers, "sending the request to "},
        Silence{FaultPoint::kRequestRead, false, 4, "waiting for the response from "},
        Silence{FaultPoint::kRequestRead, true, 4, "waiting for the response from "},
        Silence{FaultPoint::kResponseHeaders, false, 4, "receiving the response from "},
        Silence{FaultPoint::kResponseBody, false, 4, "receiving the response from "},
        Silence{FaultPoint::kResponseBody, true, 4, "receiving the response from "}));

TEST(CurlTransportTimeouts, ReportTheConnectTimeoutDuringTheHandshake) {
  MockService service(FixedResponse({.body = "hello"}, /*tls=*/true));
  service.Enqueue({.at = FaultPoint::kAccept, .then = FaultAction::kSilence});
  HttpSendOptions options = test::Watchdog();
  options.connect_timeout = milliseconds{50};
  const Error error =
      Failed(*MakeCurlTransport({.ca_bundle = service.ca_bundle_path()}), Get(service), options);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              StartsWith("the connect timeout of 50 ms passed while making the TLS handshake with "));
}

TEST(CurlTransportTimeouts, ForConnectingDoNotApplyToTheResponse) {
  MockService service(FixedResponse());
  service.Enqueue({.then = FaultAction::kSilence});
  HttpSendOptions options = Within(kShort);
  options.connect_timeout = kShort / 2;
  EXPECT_THAT(Failed(*MakeCurlTransport(), Get(service), options).message,
              StartsWith("the attempt timeout of 1.5 s passed while waiting for the response "));
}

TEST(CurlTransportTimeouts, MayBeAbsentOrPastOrOutOfRangeForLibcurl) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  EXPECT_EQ(ExpectResponse(*transport, Get(service), HttpSendOptions{}).status, 200);
  HttpSendOptions endless = Within(milliseconds::max());
  endless.connect_timeout = milliseconds::max();
  EXPECT_EQ(ExpectResponse(*transport, Get(service), endless).status, 200);
  service.Enqueue({.then = FaultAction::kSilence});
  EXPECT_EQ(Failed(*transport, Get(service), Within(milliseconds{-1})).kind, ErrorKind::kTimeout);
}

TEST(CurlTransportStop, BeforeTheCallPreventsAConnection) {
  MockService service(FixedResponse());
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Failed(*MakeCurlTransport(), Get(service), test::Watchdog(source.get_token())).kind,
            ErrorKind::kCancelled);
  EXPECT_EQ(service.counters().connections, 0U);
}

TEST(CurlTransportStop, AfterTheResponseHasNoEffect) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  std::stop_source source;
  EXPECT_EQ(ExpectResponse(*transport, Get(service), test::Watchdog(source.get_token())).status, 200);
  source.request_stop();
  EXPECT_EQ(ExpectResponse(*transport, Get(service)).status, 200);
  EXPECT_EQ(service.counters().connections, 1U);
}

TEST(CurlTransportStop, WakesAWaitingCall) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  // On an existing connection, the watchdog is libcurl's only timer.
  ExpectResponse(*transport, Get(service));
  service.Enqueue({.then = FaultAction::kSilence});
  RunningCall call(*transport, Get(service));
  ASSERT_TRUE(FaultsReached(service, 1));
  // During this exchange, the other call begins to wait.
  ExpectResponse(*MakeCurlTransport(), Get(service));
  call.Stop();
  const auto outcome = call.Join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
}

HttpRequest GetFrom(const test::FullPort& port) {
  return {.method = "GET", .url = "https://127.0.0.1:" + std::to_string(port.port()) + "/"};
}

TEST(CurlTransportTimeouts, EndAnUnansweredHandshake) {
  MockService service(FixedResponse({.body = "hello"}, /*tls=*/true));
  const auto transport =
      MakeCurlTransport({.ca_bundle = service.ca_bundle_path(), .max_idle_connections = 1});
  // The handle made a TLS handshake before, which must not affect the phase of the next call.
  ExpectResponse(*transport, Get(service));
  const test::FullPort port;
  HttpSendOptions options = test::Watchdog();
  options.connect_timeout = milliseconds{50};
  const Error error = Failed(*transport, GetFrom(port), options);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_TRUE(error.unreachable);
  EXPECT_THAT(error.message,
              StartsWith("the connect timeout of 50 ms passed while connecting to 127.0.0.1:"));
}

TEST(CurlTransportStop, EndsAnUnansweredHandshake) {
  const test::FullPort port;
  const auto transport = MakeCurlTransport();
  RunningCall call(*transport, GetFrom(port));
  port.WaitForAttempt();
  call.Stop();
  const auto outcome = call.Join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_THAT(outcome.error().message, StartsWith("cancelled while connecting to 127.0.0.1:"));
}

}  // namespace
}  // namespace lookoutvision
