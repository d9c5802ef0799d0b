// Tests of the mock service's faults over real sockets.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"
#include "support/temporary_folder.h"
#include "support/transport_calls.h"

namespace lookoutvision::testing {
namespace {

using test::FaultsReached;
using test::RawConnection;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const Response kResponse{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd"};

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

TEST(MockFaults, LetTheRequestTakeEffectBeforeTheResponse) {
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
  // The service reads the rest of the request without a second response.
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

TEST(MockFaults, SendAtARate) {
  MockService service;
  const std::string body(20, 'x');
  service.Enqueue({.response = Response{.raw = body}, .bytes_per_second = 1'000});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.Read(body.size()), body);
}

TEST(MockFaults, SendInPiecesUntilReleased) {
  MockService service;
  service.Enqueue(
      {.response = Response{.raw = "abcd"}, .at = FaultPoint::kResponseEnd, .bytes_per_second = 1});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.Read(1), "a");
  service.Release();
  EXPECT_EQ(connection.Read(3), "bcd");
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
  for (const Fault& fault : {Fault{.delay = std::chrono::hours{1}},
                             Fault{.at = FaultPoint::kAccept, .delay = std::chrono::hours{1}},
                             Fault{.at = FaultPoint::kResponseEnd, .delay = std::chrono::hours{1}}}) {
    MockService service;
    service.Enqueue(fault);
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

TEST(MockFaults, KeepAClosedConnectionUntilTheClientClosesOrTheServiceStops) {
  MockService service;
  service.Enqueue({.then = FaultAction::kClose});
  RawConnection connection(service.port());
  connection.Send(kGet);
  EXPECT_EQ(connection.ReadToEnd(), "");
  connection.Send(kGet);
  // The service handles events in order, so it has read the second request, too.
  RawConnection other(service.port());
  EXPECT_THAT(other.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(service.counters().requests, 2u);
  EXPECT_EQ(service.counters().open_connections, 2u);
  service.Stop();
  EXPECT_EQ(service.counters().open_connections, 0u);
}

TEST(MockFaults, AreReleasedFromDelayAndSilenceSeparately) {
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

TEST(MockFaults, DelayTheNextRequestUntilReleased) {
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

TEST(MockFaults, DetectThatTheClientCloses) {
  using std::chrono::hours;
  for (const Fault& fault :
       {Fault{.then = FaultAction::kSilence}, Fault{.delay = hours{1}}, Fault{.byte_interval = hours{1}},
        Fault{.at = FaultPoint::kResponseHeaders, .then = FaultAction::kSilence},
        Fault{.at = FaultPoint::kResponseBody, .then = FaultAction::kSilence},
        Fault{.at = FaultPoint::kResponseEnd, .then = FaultAction::kSilence}}) {
    MockService service;
    service.Enqueue(fault);
    RawConnection connection(service.port());
    connection.Send(kGet);
    ASSERT_TRUE(FaultsReached(service, 1));
    connection.Close();
    EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
  }
}

TEST(MockFaults, DetectThatTheClientResets) {
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
