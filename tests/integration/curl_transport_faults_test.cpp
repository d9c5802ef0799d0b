// Tests of the libcurl transport with servers that misbehave.
#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/flood_server.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::ExpectResponse;
using test::Failed;
using test::FixedResponse;
using test::Get;
using test::Post;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::Fault;
using testing::FaultAction;
using testing::FaultPoint;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::Not;
using testing::Response;
using ::testing::StartsWith;

std::string PeerOf(const MockService& service) {
  return "127.0.0.1:" + std::to_string(service.port());
}

// The error of a call whose response is `raw`, after which the connection is closed.
Error ErrorOfResponse(const std::string& raw, const HttpTransportOptions& options = {}) {
  MockService service;
  service.Enqueue(
      {.response = Response{.raw = raw}, .at = FaultPoint::kResponseEnd, .then = FaultAction::kClose});
  return Failed(*MakeCurlTransport(options), Get(service));
}

struct Loss {
  const char* name;
  FaultPoint at;
  bool tls;
  // The beginning of the message; empty if the phase depends on timing.
  std::string phase;
};

class CurlTransportLostConnection : public ::testing::TestWithParam<std::tuple<Loss, FaultAction>> {};

TEST_P(CurlTransportLostConnection, IsRetryableAndNamesThePhase) {
  const auto& [point, action] = GetParam();
  MockService service(FixedResponse({.body = "hello"}, point.tls));
  service.Enqueue({.at = point.at, .then = action});
  const auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
  const Error error = Failed(*transport, Post(service, "body"));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unreachable);
  EXPECT_EQ(error.endpoint, service.endpoint_url());
  EXPECT_THAT(error.message, AllOf(StartsWith(point.phase), HasSubstr(PeerOf(service) + " failed: ")));
  EXPECT_EQ(ExpectResponse(*transport, Post(service, "body")).body, "hello");
}

std::string LossName(const ::testing::TestParamInfo<std::tuple<Loss, FaultAction>>& tested) {
  const auto& [point, action] = tested.param;
  return std::string(point.name) + (action == FaultAction::kClose ? "Closed" : "Reset");
}

INSTANTIATE_TEST_SUITE_P(
    AtEveryPoint, CurlTransportLostConnection,
    ::testing::Combine(
        ::testing::Values(
            Loss{"AtAccept", FaultPoint::kAccept, false, ""},
            Loss{"AtAcceptWithTls", FaultPoint::kAccept, true, ""},
            Loss{"AtRequestStart", FaultPoint::kRequestStart, false, "waiting for the response from "},
            Loss{"AtRequestRead", FaultPoint::kRequestRead, false, "waiting for the response from "},
            Loss{"AtRequestReadWithTls", FaultPoint::kRequestRead, true, "waiting for the response from "},
            Loss{"InHeaders", FaultPoint::kResponseHeaders, false, "receiving the response from "},
            Loss{"InHeadersWithTls", FaultPoint::kResponseHeaders, true, "receiving the response from "},
            Loss{"InBody", FaultPoint::kResponseBody, false, "receiving the response from "},
            Loss{"InBodyWithTls", FaultPoint::kResponseBody, true, "receiving the response from "}),
        ::testing::Values(FaultAction::kClose, FaultAction::kReset)),
    LossName);

// SIGPIPE has its default disposition, which would terminate the test program.
TEST(CurlTransportFaults, SurvivesAServerThatClosesDuringTheUpload) {
  for (const bool tls : {false, true}) {
    MockService service(FixedResponse({.body = "hello"}, tls));
    const auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
    for (const auto action : {FaultAction::kClose, FaultAction::kReset}) {
      service.Enqueue({.at = FaultPoint::kRequestStart, .then = action});
      const Error error = Failed(*transport, Post(service, std::string(12 << 20, 'x')));
      EXPECT_EQ(error.kind, ErrorKind::kTransport);
      EXPECT_TRUE(error.retryable);
      // A server that closes in order reads the rest of the request.
      if (action == FaultAction::kReset) {
        EXPECT_THAT(error.message, StartsWith("sending the request to "));
      }
    }
  }
}

TEST(CurlTransportFaults, NamesThePeerThatRefusesTheConnection) {
  const test::ClosedPort closed_port;
  const Error error = Failed(*MakeCurlTransport(), {.method = "GET", .url = closed_port.url() + "/path"});
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_TRUE(error.unreachable);
  EXPECT_THAT(error.message,
              AllOf(StartsWith("connecting to 127.0.0.1:" + std::to_string(closed_port.port()) + " failed: "),
                    HasSubstr("(Connection refused)")));
  EXPECT_EQ(error.endpoint, closed_port.url());
}

TEST(CurlTransportFaults, RepeatsTheRequestIfAnIdleConnectionWasClosed) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  ExpectResponse(*transport, Post(service, "first"));
  // The server reads the request and closes without a response, as if it had closed the idle connection
  // before.
  service.Enqueue({.at = FaultPoint::kRequestRead, .then = FaultAction::kClose});
  HttpRequest second = Post(service, "second");
  second.url += "elsewhere";
  EXPECT_EQ(ExpectResponse(*transport, second).body, "hello");
  ExpectResponse(*transport, Post(service, "third"));
  std::vector<std::tuple<std::size_t, std::string, std::string>> received;
  for (const auto& request : service.requests()) {
    received.emplace_back(request.connection, request.target, request.body);
  }
  EXPECT_THAT(received, ElementsAre(std::tuple(1, "/", "first"), std::tuple(1, "/elsewhere", "second"),
                                    std::tuple(2, "/elsewhere", "second"), std::tuple(2, "/", "third")));
}

// The server may have processed the first request.
TEST(CurlTransportFaults, IsNotUnreachableIfOnlyTheRepeatedRequestWasRefused) {
  test::FloodServer server([](test::FloodServer& self, int client) {
    std::array<char, 4096> request;
    if (::recv(client, request.data(), request.size(), 0) <= 0) return;
    self.Send(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    ::recv(client, request.data(), request.size(), 0);
  });
  const auto transport = MakeCurlTransport();
  const HttpRequest request{.method = "GET", .url = server.url() + "/"};
  ExpectResponse(*transport, request);
  const Error error = Failed(*transport, request);
  EXPECT_THAT(error.message, HasSubstr("(Connection refused)"));
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unreachable);
}

TEST(CurlTransportFaults, RespectsTheTimeoutIfAnIdleConnectionWasClosed) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  ExpectResponse(*transport, Post(service, "first"));
  service.Enqueue({.at = FaultPoint::kRequestRead, .then = FaultAction::kClose});
  service.Enqueue({.then = FaultAction::kSilence});
  const Error error =
      Failed(*transport, Post(service, "second"), test::Within(std::chrono::milliseconds{400}));
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_EQ(service.counters().connections, 2U);
}

TEST(CurlTransportFaults, ReportsATruncatedResponse) {
  for (const std::string raw :
       {"HTTP/1.1 200 OK\r\nContent-Length: 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "HTTP/1.1 100 Continue\r\n\r\n",
        ""}) {
    const Error error = ErrorOfResponse(raw);
    EXPECT_EQ(error.kind, ErrorKind::kTransport) << raw;
    EXPECT_TRUE(error.retryable) << raw;
  }
}

TEST(CurlTransportFaults, DoNotAffectTheNextCall) {
  MockService service(FixedResponse({.raw = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}));
  const auto transport = MakeCurlTransport({.max_idle_connections = 1});
  const test::ClosedPort closed_port;
  Failed(*transport, {.method = "GET", .url = closed_port.url()});
  service.Enqueue({.response = Response{.raw = "HTTP/1.1 200 " + std::string(200'000, 'x')},
                   .at = FaultPoint::kResponseEnd,
                   .then = FaultAction::kClose});
  EXPECT_THAT(Failed(*transport, Get(service)).message, Not(HasSubstr("connect")));

  service.Enqueue({.response = Response{.raw = "HTTP/1.1 200 OK\r\nX-Stale: 1\r\n"},
                   .at = FaultPoint::kResponseEnd,
                   .then = FaultAction::kClose});
  Failed(*transport, Get(service));
  EXPECT_EQ(ExpectResponse(*transport, Get(service)).headers.Find("X-Stale"), std::nullopt);
}

TEST(CurlTransportFaults, IsNotRetryableIfThePeerDoesNotSpeakHttp) {
  for (const std::string& raw :
       {std::string("SSH-2.0-OpenSSH\r\n"), std::string("<html></html>"), std::string("\x16\x03\x01\x02"),
        std::string("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 28),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")}) {
    const Error error = ErrorOfResponse(raw);
    EXPECT_EQ(error.kind, ErrorKind::kTransport) << raw;
    EXPECT_FALSE(error.retryable) << raw;
    EXPECT_THAT(error.message, HasSubstr(" does not speak HTTP/1.1: ")) << raw;
  }
}

// The transport calls the user's clock in a callback of libcurl, which must not throw.
TEST(CurlTransportFaults, PropagatesAnExceptionOfThePlatform) {
  MockService service(FixedResponse());
  bool throws = false;
  Platform platform;
  platform.steady_now = [&] {
    if (throws && service.counters().requests == 2) throw std::runtime_error("mine");
    return std::chrono::steady_clock::now();
  };
  const auto transport = MakeCurlTransport({.max_idle_connections = 1, .platform = platform});
  ExpectResponse(*transport, Get(service));
  throws = true;
  EXPECT_THROW(static_cast<void>(transport->Send(Get(service), test::Watchdog())), std::runtime_error);
  throws = false;
  EXPECT_EQ(ExpectResponse(*transport, Get(service)).body, "hello");
  // The connection with an incomplete response is closed.
  EXPECT_THAT(test::ConnectionsOf(service), ElementsAre(1, 1, 2));
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 1; }));
}

TEST(CurlTransportFaults, RejectsABodyAboveTheLimit) {
  const HttpTransportOptions options{.max_body_bytes = 1000};
  const std::string body(1001, 'x');
  for (const std::string& raw :
       {"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + body,
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 123456789012\r\n\r\nx"),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + body + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n" + body}) {
    const Error error = ErrorOfResponse(raw, options);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable);
    EXPECT_THAT(error.message, AllOf(StartsWith("the body of the response from 127.0.0.1:"),
                                     HasSubstr("larger than max_body_bytes, 1000 bytes")));
  }
}

TEST(CurlTransportFaults, AcceptsABodyOfExactlyTheLimit) {
  const std::string body(1000, 'x');
  MockService service(FixedResponse({.body = body}));
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport({.max_body_bytes = 1000}), Get(service)).body, body);
}

TEST(CurlTransportFaults, RejectsAHeaderAboveTheLimit) {
  const HttpTransportOptions options{.max_header_bytes = 100};
  const std::string provisional = "HTTP/1.1 100 Continue\r\n\r\n";
  for (const std::string& raw :
       {"HTTP/1.1 200 OK\r\nX: " + std::string(80, 'x') + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1234567890\r\nY: 1234567890\r\nZ: " + std::string(60, 'x') + "\r\n\r\n",
        provisional + provisional + provisional + provisional + provisional}) {
    const Error error = ErrorOfResponse(raw, options);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable);
    EXPECT_THAT(error.message, AllOf(StartsWith("the header of the response from 127.0.0.1:"),
                                     HasSubstr("larger than max_header_bytes, 100 bytes")));
  }
}

TEST(CurlTransportFaults, AcceptsAHeaderOfExactlyTheLimit) {
  const std::string raw = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  MockService service(FixedResponse({.raw = raw}));
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport({.max_header_bytes = raw.size()}), Get(service)).status, 200);
  EXPECT_THAT(Failed(*MakeCurlTransport({.max_header_bytes = raw.size() - 1}), Get(service)).message,
              HasSubstr("max_header_bytes"));
}

TEST(CurlTransportFaults, RejectsAHeaderAbove100KiBByDefault) {
  const std::string raw =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + std::string(102'400, 'x') + "\r\n\r\n";
  EXPECT_THAT(ErrorOfResponse(raw).message, HasSubstr("larger than max_header_bytes, 102400 bytes"));
  MockService service(FixedResponse({.raw = raw}));
  EXPECT_EQ(
      ExpectResponse(*MakeCurlTransport({.max_header_bytes = std::size_t{10} << 20}), Get(service)).status,
      200);
}

}  // namespace
}  // namespace lookoutvision
