// Tests of requests, responses and connections of the libcurl transport.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::ConnectionsOf;
using test::ExpectResponse;
using test::Failed;
using test::FixedResponse;
using test::Get;
using test::LastRequest;
using test::Post;
using test::Watchdog;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::Not;
using ::testing::Pair;
using testing::Response;

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields FieldsOf(const HttpHeaders& headers) {
  Fields fields;
  for (const HttpHeaders::Field& field : headers) fields.emplace_back(field.name, field.value);
  return fields;
}

TEST(CurlTransport, ValidatesEachChangedUrlAndProxy) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  HttpRequest request = Get(service);
  ExpectResponse(*transport, request);
  const std::string good = request.url;
  request.url = good + "#fragment";
  EXPECT_EQ(Failed(*transport, request).kind, ErrorKind::kConfiguration);
  request.url = good + "/other";
  ExpectResponse(*transport, request);
  EXPECT_THAT(LastRequest(service).target, ::testing::EndsWith("/other"));
  EXPECT_EQ(Failed(*transport, request, {.proxy = "ftp://127.0.0.1:1"}).kind, ErrorKind::kConfiguration);
  request.url = good;
  ExpectResponse(*transport, request);
  EXPECT_THAT(LastRequest(service).target, Not(::testing::EndsWith("/other")));
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 1)) << "a refusal costs no connection";
}

TEST(CurlTransport, SendsTheGivenHeadersAndAddsOnlyFraming) {
  MockService service(FixedResponse());
  HttpRequest request = Post(service, "{}");
  request.headers.Add("Host", "vision.example");
  request.headers.Add("content-TYPE", "application/json");
  request.headers.Add("X-Empty", "");
  request.headers.Add("X-Semicolon", "a;b: c");
  request.headers.Add("X-Twice", "1");
  request.headers.Add("x-twice", "2");
  request.headers.Add("X-Bytes", "\xC3\xA4  \xFF\t.");
  request.headers.Add("User-Agent", "test/1");
  ExpectResponse(*MakeCurlTransport(), request);
  EXPECT_THAT(FieldsOf(LastRequest(service).headers),
              ElementsAre(Pair("Host", "vision.example"), Pair("Accept", "*/*"),
                          Pair("content-TYPE", "application/json"), Pair("X-Empty", ""),
                          Pair("X-Semicolon", "a;b: c"), Pair("X-Twice", "1"), Pair("x-twice", "2"),
                          Pair("X-Bytes", "\xC3\xA4  \xFF\t."), Pair("User-Agent", "test/1"),
                          Pair("Content-Length", "2")));
}

TEST(CurlTransport, AddsNoContentType) {
  MockService service(FixedResponse());
  ExpectResponse(*MakeCurlTransport(), Post(service, "{}"));
  EXPECT_THAT(FieldsOf(LastRequest(service).headers),
              ElementsAre(Pair("Host", "127.0.0.1:" + std::to_string(service.port())), Pair("Accept", "*/*"),
                          Pair("Content-Length", "2")));
}

TEST(CurlTransport, KeepsAGivenAccept) {
  MockService service(FixedResponse());
  HttpRequest request = Get(service);
  request.headers.Add("Accept", "application/json");
  ExpectResponse(*MakeCurlTransport(), request);
  EXPECT_THAT(FieldsOf(LastRequest(service).headers),
              ElementsAre(Pair("Host", ::testing::_), Pair("Accept", "application/json")));
}

TEST(CurlTransport, FramesTheMessageItself) {
  MockService service(FixedResponse());
  HttpRequest request = Post(service, "12345");
  request.headers.Add("Content-Length", "1");
  request.headers.Add("transfer-encoding", "chunked");
  request.headers.Add("EXPECT", "100-continue");
  ExpectResponse(*MakeCurlTransport(), request);
  const auto received = LastRequest(service);
  EXPECT_EQ(received.body, "12345");
  EXPECT_THAT(
      FieldsOf(received.headers),
      ElementsAre(Pair("Host", ::testing::_), Pair("Accept", ::testing::_), Pair("Content-Length", "5")));
}

TEST(CurlTransport, SendsBodiesOfAnyLengthAndAnyBytes) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  // The last one is larger than libcurl's send buffer and its threshold for Expect.
  for (const std::string& body : {std::string(), std::string("\0a\0", 3), std::string(3 << 20, 'x')}) {
    ExpectResponse(*transport, Post(service, body));
    const auto received = LastRequest(service);
    EXPECT_EQ(received.body.size(), body.size());
    EXPECT_TRUE(received.body == body);
    EXPECT_EQ(received.headers.Find("Content-Length"), std::to_string(body.size()));
    EXPECT_EQ(received.headers.Find("Expect"), std::nullopt);
    EXPECT_EQ(received.headers.Find("Transfer-Encoding"), std::nullopt);
  }
}

TEST(CurlTransport, SendsThePathAndQueryUnchanged) {
  MockService service(FixedResponse());
  const std::string target = "/a/../b/./c//d%2F%7e%C3%A4{x}|~?q=%20a[b]&c=d==&/../e";
  ExpectResponse(*MakeCurlTransport(), Get(service, target));
  EXPECT_EQ(LastRequest(service).target, target);
}

TEST(CurlTransport, UsesTheGivenMethodWhateverTheLastOneWas) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport();
  for (const std::string method : {"POST", "GET", "PUT", "HEAD", "DELETE", "PATCH", "GET", "POST"}) {
    HttpRequest request = Get(service);
    request.method = method;
    EXPECT_EQ(ExpectResponse(*transport, request).body, method == "HEAD" ? "" : "hello");
    const auto received = LastRequest(service);
    EXPECT_EQ(received.method, method);
    const bool sends_body = method.front() == 'P';
    EXPECT_EQ(received.headers.Find("Content-Length"),
              sends_body ? std::optional<std::string_view>("0") : std::nullopt)
        << method;
  }
  EXPECT_EQ(service.counters().connections, 1U);
}

TEST(CurlTransport, SendsABodyWithAnyMethod) {
  MockService service(FixedResponse());
  for (const std::string method : {"GET", "DELETE", "PUT"}) {
    HttpRequest request = Post(service, "body");
    request.method = method;
    ExpectResponse(*MakeCurlTransport(), request);
    EXPECT_EQ(LastRequest(service).method, method);
    EXPECT_EQ(LastRequest(service).body, "body");
  }
}

TEST(CurlTransport, ReturnsTheResponseUnchanged) {
  MockService service(FixedResponse({.raw = "HTTP/1.1 418 I'm a teapot\r\n"
                                            "X-Twice: 1\r\nx-twice:  2 \r\nX-Empty:\r\n"
                                            "X-Folded: a\r\n  b\r\n\tc\r\n"
                                            "Content-Length: 3\r\n\r\n" +
                                            std::string("\0\r\n", 3)}));
  const HttpResponse response = ExpectResponse(*MakeCurlTransport(), Get(service));
  EXPECT_EQ(response.status, 418);
  EXPECT_THAT(FieldsOf(response.headers),
              ElementsAre(Pair("X-Twice", "1"), Pair("x-twice", "2"), Pair("X-Empty", ""),
                          Pair("X-Folded", "a b c"), Pair("Content-Length", "3")));
  EXPECT_EQ(response.body, std::string("\0\r\n", 3));
}

TEST(CurlTransport, IgnoresInterimResponsesAndTrailers) {
  MockService service(FixedResponse({.raw = "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
                                            "HTTP/1.1 103 Early Hints\r\nX-Early: 2\r\n\r\n"
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            "2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Late: 3\r\nX-Late: 4\r\n\r\n"}));
  const auto transport = MakeCurlTransport();
  for (int i = 0; i < 2; ++i) {
    const HttpResponse response = ExpectResponse(*transport, Get(service));
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(FieldsOf(response.headers), ElementsAre(Pair("Transfer-Encoding", "chunked")));
    EXPECT_EQ(response.body, "hello");
  }
  EXPECT_EQ(service.counters().connections, 1U);
}

TEST(CurlTransport, AcceptsABodyThatEndsWithTheConnection) {
  MockService service;
  service.Enqueue({.response = Response{.raw = "HTTP/1.1 200 OK\r\n\r\nhello"},
                   .at = testing::FaultPoint::kResponseEnd,
                   .then = testing::FaultAction::kClose});
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport(), Get(service)).body, "hello");
}

TEST(CurlTransport, DecodesNothing) {
  MockService service(FixedResponse({.headers = {{"Content-Encoding", "gzip"}}, .body = "no gzip"}));
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport(), Get(service)).body, "no gzip");
}

TEST(CurlTransport, FollowsNoRedirect) {
  for (const int status : {301, 302, 303, 307, 308}) {
    MockService service(FixedResponse({.status = status, .headers = {{"Location", "/elsewhere"}}}));
    const HttpResponse response = ExpectResponse(*MakeCurlTransport(), Post(service, "body"));
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.headers.Find("Location"), "/elsewhere");
    EXPECT_EQ(service.counters().requests, 1U);
  }
}

TEST(CurlTransport, ReusesTheConnectionAfterEveryCompleteResponse) {
  MockService service(FixedResponse());
  for (const int status : {200, 404, 503, 307, 204})
    service.Enqueue({.response = Response{.status = status}});
  const auto transport = MakeCurlTransport();
  for (const int status : {200, 404, 503, 307, 204, 200}) {
    EXPECT_EQ(ExpectResponse(*transport, Post(service, "body")).status, status);
  }
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 1, 1, 1, 1));
}

TEST(CurlTransport, DropsAConnectionThatTheServerCloses) {
  MockService service(
      FixedResponse({.raw = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"}));
  const auto transport = MakeCurlTransport();
  ExpectResponse(*transport, Get(service));
  ExpectResponse(*transport, Get(service));
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2));
}

TEST(CurlTransport, KeepsNoConnectionIfTheMaximumAgeIsZero) {
  for (const auto& options : {HttpTransportOptions{.idle_timeout = std::chrono::seconds{0}},
                              HttpTransportOptions{.max_connection_age = std::chrono::seconds{0}}}) {
    MockService service(FixedResponse());
    const auto transport = MakeCurlTransport(options);
    ExpectResponse(*transport, Get(service));
    ExpectResponse(*transport, Get(service));
    EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2));
  }
}

TEST(CurlTransport, KeepsItsOtherConnectionsAfterAFailure) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 1});
  ExpectResponse(*transport, Get(service));
  const test::ClosedPort closed_port;
  Failed(*transport, {.method = "GET", .url = closed_port.url()});
  ExpectResponse(*transport, Get(service));
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1));
}

TEST(CurlTransport, ClosesItsConnectionsWhenDestroyed) {
  MockService service(FixedResponse());
  auto transport = MakeCurlTransport();
  ExpectResponse(*transport, Get(service));
  transport.reset();
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
}

}  // namespace
}  // namespace lookoutvision
