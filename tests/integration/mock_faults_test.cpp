// Tests of the mock service's faults over real sockets.
#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"
#include "support/temporary_folder.h"

namespace lookoutvision::testing {
namespace {

using test::RawConnection;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
// A response whose half of the headers and half of the body are easy to recognise.
const Response kResponse{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd"};
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

bool FaultsReached(const MockService& service, std::size_t count) {
  return service.WaitUntil([count](const MockServiceCounters& now) { return now.faults >= count; });
}

TEST(MockFaults, RespondInOrderBeforeTheService) {
  MockService service;
  service.Enqueue({.response = Response{.status = 503,
                                        .error_type = "SlowDown",
                                        .message = "later \"please\"",
                                        .headers = {{"Retry-After", "3"}}}},
                  2);
  service.Enqueue({.response = Response{.body = "no JSON"}});
  RawConnection connection(service.port());
  for (int i = 0; i < 2; ++i) {
    const std::string response = connection.Exchange(kGet);
    EXPECT_THAT(response, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    EXPECT_THAT(response, HasSubstr("\r\nx-amzn-ErrorType: SlowDown\r\n"));
    EXPECT_THAT(response, HasSubstr("\r\nRetry-After: 3\r\n"));
    EXPECT_THAT(response, EndsWith("\r\n\r\n{\"message\":\"later \\\"please\\\"\"}"));
  }
  EXPECT_THAT(connection.Exchange(kGet), EndsWith("\r\n\r\nno JSON"));
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(service.counters().connections, 1u);
  EXPECT_EQ(service.requests().at(0).status, 503);
  EXPECT_EQ(service.requests().at(0).error_type, "SlowDown");
}

struct Cut {
  const char* name;
  FaultPoint at;
  /// The bytes that the client has received at that point.
  std::string seen;
};

void PrintTo(const Cut& cut, std::ostream* out) {
  *out << cut.name;
}

// Over TCP and over a Unix socket.
class MockFaultsAtPoint : public ::testing::TestWithParam<std::tuple<Cut, bool>> {
 protected:
  const Cut& cut() const { return std::get<0>(GetParam()); }
  bool is_unix() const { return std::get<1>(GetParam()); }
  RawConnection Connect() const { return is_unix() ? RawConnection(path_) : RawConnection(service_.port()); }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.PathOf("mock.sock");
  MockService service_{{.unix_socket = is_unix() ? path_ : ""}};
};

TEST_P(MockFaultsAtPoint, ClosesInOrder) {
  service_.Enqueue({.response = cut().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
                    .at = cut().at,
                    .then = FaultAction::kClose});
  RawConnection connection = Connect();
  connection.Send(kGet);
  EXPECT_EQ(connection.ReadToEnd(), cut().seen);
  EXPECT_EQ(connection.end(), RawConnection::End::kClosed);
}

TEST_P(MockFaultsAtPoint, Resets) {
  service_.Enqueue({.response = cut().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
                    .at = cut().at,
                    .then = FaultAction::kReset});
  RawConnection connection = Connect();
  connection.Send(kGet);
  connection.ReadToEnd();
  // A Unix socket is reset only if the service has not read all that was sent.
  EXPECT_TRUE(connection.end() == RawConnection::End::kReset ||
              (is_unix() && connection.end() == RawConnection::End::kClosed));
}

TEST_P(MockFaultsAtPoint, StaysSilentUntilReleased) {
  service_.Enqueue({.response = cut().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
                    .at = cut().at,
                    .then = FaultAction::kSilence});
  RawConnection connection = Connect();
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service_, 1));
  EXPECT_EQ(connection.Read(cut().seen.size()), cut().seen);
  EXPECT_EQ(service_.counters().requests, cut().at < FaultPoint::kRequestRead ? 0u : 1u);

  service_.Release();
  if (cut().at < FaultPoint::kRequestRead) {
    EXPECT_THAT(connection.ReadResponse(), StartsWith("HTTP/1.1 404"));
  } else {
    const std::string rest = kResponse.raw->substr(cut().seen.size());
    EXPECT_EQ(connection.Read(rest.size()), rest);
  }
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST_P(MockFaultsAtPoint, StopsDuringASilence) {
  service_.Enqueue({.at = cut().at, .then = FaultAction::kSilence});
  RawConnection connection = Connect();
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service_, 1));
  service_.Stop();
  connection.ReadToEnd();
  EXPECT_NE(connection.end(), RawConnection::End::kStillOpen);
}

INSTANTIATE_TEST_SUITE_P(
    AtEveryPoint, MockFaultsAtPoint,
    ::testing::Combine(
        ::testing::Values(Cut{"Accept", FaultPoint::kAccept, ""},
                          Cut{"RequestStart", FaultPoint::kRequestStart, ""},
                          Cut{"RequestRead", FaultPoint::kRequestRead, ""},
                          Cut{"ResponseHeaders", FaultPoint::kResponseHeaders,
                              std::string(kHead.substr(0, kHead.size() / 2))},
                          Cut{"ResponseBody", FaultPoint::kResponseBody, std::string(kHead) + "ab"},
                          Cut{"ResponseEnd", FaultPoint::kResponseEnd, std::string(kHead) + "abcd"}),
        ::testing::Bool()),
    [](const auto& parameter) {
      return std::get<0>(parameter.param).name + std::string(std::get<1>(parameter.param) ? "OverUnix" : "");
    });

TEST(MockFaults, ResetAUnixSocketWithUnreadBytes) {
  const test::TemporaryFolder folder;
  MockService service({.unix_socket = folder.PathOf("mock.sock")});
  service.Enqueue({.at = FaultPoint::kAccept, .delay = std::chrono::hours{1}, .then = FaultAction::kReset});
  RawConnection connection(folder.PathOf("mock.sock"));
  ASSERT_TRUE(FaultsReached(service, 1));
  connection.Send(kGet);
  service.Release();
  EXPECT_EQ(connection.ReadToEnd(), "");
  EXPECT_EQ(connection.end(), RawConnection::End::kReset);
}

TEST(MockFaults, LetTheRequestTakeEffectWithoutAResponseOfTheirOwn) {
  MockService service({.verify_signatures = false});
  service.Enqueue({.then = FaultAction::kReset});
  service.Enqueue({.response = Response{.status = 500}});
  const std::string body = R"({"ModelVersion":"2","Configuration":{"Greengrass":{"ComponentName":"c",)"
                           R"("S3OutputLocation":{"Bucket":"bucket"},"TargetDevice":"jetson_xavier"}}})";
  const std::string start =
      "POST /2020-11-20/projects/p/modelpackagingjobs HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  RawConnection lost(service.port());
  lost.Send(start);
  lost.ReadToEnd();
  EXPECT_EQ(service.requests().at(0).status, 202);
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange(start), StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(connection.Exchange(start), StartsWith("HTTP/1.1 409"));
}

TEST(MockFaults, AtAcceptDoNotApplyToOpenConnections) {
  MockService service;
  RawConnection open(service.port());
  open.Exchange(kGet);
  service.Enqueue({.at = FaultPoint::kAccept, .then = FaultAction::kReset});
  EXPECT_THAT(open.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  RawConnection next(service.port());
  next.Send(kGet);
  next.ReadToEnd();
  EXPECT_EQ(next.end(), RawConnection::End::kReset);
}

TEST(MockFaults, SendGarbageBeforeTheRequest) {
  MockService service;
  service.Enqueue(
      {.response = Response{.raw = "SSH-2.0-x\r\n"}, .at = FaultPoint::kAccept, .then = FaultAction::kClose});
  RawConnection connection(service.port());
  EXPECT_EQ(connection.ReadToEnd(), "SSH-2.0-x\r\n");
}

TEST(MockFaults, RespondBeforeTheBodyHasArrived) {
  MockService service;
  service.Enqueue({.response = Response{.status = 429}, .at = FaultPoint::kRequestStart});
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"),
              StartsWith("HTTP/1.1 429"));
  // The rest of the request is still read, without a second response.
  EXPECT_THAT(connection.Exchange("ab" + kGet), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(service.requests().at(0).status, 429);
}

TEST(MockFaults, SendByteByByte) {
  MockService service;
  service.Enqueue({.response = kResponse, .byte_interval = std::chrono::milliseconds{1}});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.Read(kResponse.raw->size()), *kResponse.raw);
}

TEST(MockFaults, AreReleasedDuringADelay) {
  MockService service;
  service.Enqueue(
      {.response = kResponse, .delay = std::chrono::hours{1}, .byte_interval = std::chrono::hours{1}});
  RawConnection connection(service.port());
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service, 1));
  service.Release();
  // The release also ends the interval that would follow the first byte.
  EXPECT_EQ(connection.Read(kResponse.raw->size()), *kResponse.raw);
}

TEST(MockFaults, AreStoppedDuringADelay) {
  for (const Fault& slow : {Fault{.delay = std::chrono::hours{1}},
                            Fault{.at = FaultPoint::kAccept, .delay = std::chrono::hours{1}},
                            Fault{.at = FaultPoint::kResponseEnd, .delay = std::chrono::hours{1}}}) {
    MockService service;
    service.Enqueue(slow);
    RawConnection connection(service.port());
    connection.Send(kGet);
    ASSERT_TRUE(FaultsReached(service, 1));
    service.Stop();
    connection.ReadToEnd();
    EXPECT_NE(connection.end(), RawConnection::End::kStillOpen);
    EXPECT_EQ(service.counters().open_connections, 0u);
  }
}

TEST(MockFaults, AreStoppedBetweenBytes) {
  MockService service;
  service.Enqueue({.response = kResponse, .byte_interval = std::chrono::hours{1}});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.Read(1), "H");
  service.Stop();
  EXPECT_EQ(connection.ReadToEnd(), "");
}

TEST(MockFaults, WaitUntilTheClientClosesOrTheServiceStops) {
  MockService service;
  service.Enqueue({.then = FaultAction::kClose});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.ReadToEnd(), "");
  connection.Send(kGet);
  // The service handles events in order, so it has read that, too.
  RawConnection other(service.port());
  EXPECT_THAT(other.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(service.counters().requests, 2u);
  EXPECT_EQ(service.counters().open_connections, 2u);
  service.Stop();
  EXPECT_EQ(service.counters().open_connections, 0u);
}

TEST(MockFaults, NeedAReleaseForTheDelayAndOneForTheSilence) {
  MockService service;
  service.Enqueue({.response = kResponse, .delay = std::chrono::hours{1}, .then = FaultAction::kSilence});
  RawConnection connection(service.port());
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service, 1));
  service.Release();
  // The service handles events in order, so the silence has begun.
  EXPECT_THAT(RawConnection(service.port()).Exchange(kGet), StartsWith("HTTP/1.1 404"));
  char byte = 0;
  EXPECT_EQ(::recv(connection.descriptor(), &byte, 1, MSG_PEEK | MSG_DONTWAIT), -1);
  service.Release();
  EXPECT_EQ(connection.Read(kResponse.raw->size()), *kResponse.raw);
}

TEST(MockFaults, HoldTheNextRequestUntilReleased) {
  MockService service;
  service.Enqueue({.response = kResponse, .then = FaultAction::kSilence});
  RawConnection connection(service.port());
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service, 1));
  connection.Send(kGet);
  service.Release();
  EXPECT_EQ(connection.Read(kResponse.raw->size()), *kResponse.raw);
  EXPECT_THAT(connection.ReadResponse(), StartsWith("HTTP/1.1 404"));
}

TEST(MockFaults, ReadNoRequestAfterTheEndOfTheConnection) {
  for (const FaultAction end : {FaultAction::kClose, FaultAction::kCloseWithoutNotify, FaultAction::kReset}) {
    MockService service;
    service.Enqueue({.response = kResponse, .at = FaultPoint::kResponseEnd, .then = end});
    {
      RawConnection connection(service.port());
      connection.Send(kGet + kGet);
      connection.ReadToEnd();
    }
    EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
    EXPECT_EQ(service.counters().requests, 1u);
  }
}

TEST(MockFaults, SendNoContinueAfterAnEarlyResponse) {
  MockService service;
  service.Enqueue({.response = Response{.status = 429}, .at = FaultPoint::kRequestStart});
  RawConnection connection(service.port());
  EXPECT_THAT(
      connection.Exchange("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
      StartsWith("HTTP/1.1 429"));
  EXPECT_THAT(connection.Exchange("ab" + kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockFaults, NoticeThatAHeldClientCloses) {
  using std::chrono::hours;
  for (const Fault& held :
       {Fault{.then = FaultAction::kSilence}, Fault{.delay = hours{1}}, Fault{.byte_interval = hours{1}},
        Fault{.at = FaultPoint::kResponseHeaders, .then = FaultAction::kSilence},
        Fault{.at = FaultPoint::kResponseBody, .then = FaultAction::kSilence},
        Fault{.at = FaultPoint::kResponseEnd, .then = FaultAction::kSilence}}) {
    MockService service;
    service.Enqueue(held);
    RawConnection connection(service.port());
    connection.Send(kGet);
    ASSERT_TRUE(FaultsReached(service, 1));
    connection.Close();
    EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
  }
}

TEST(MockFaults, NoticeThatAHeldClientResets) {
  for (const FaultPoint at : {FaultPoint::kAccept, FaultPoint::kRequestStart}) {
    MockService service;
    service.Enqueue({.at = at, .then = FaultAction::kSilence});
    RawConnection connection(service.port());
    connection.Send(kGet);
    ASSERT_TRUE(FaultsReached(service, 1));
    const linger reset{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(connection.descriptor(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    connection.Close();
    EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
  }
}

}  // namespace
}  // namespace lookoutvision::testing
