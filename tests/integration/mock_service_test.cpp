// Tests of the mock service over real sockets: the API, connections and recorded requests.
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/raw_http.h"
#include "support/sanitizers.h"
#include "support/signed_request.h"

namespace lookoutvision::testing {
namespace {

using test::RawConnection;
using test::SignedRequest;
using test::ToWire;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};
const std::string kJobs = "/2020-11-20/projects/boards/modelpackagingjobs";
const std::string kBody =
    R"({"ModelVersion":"2","JobName":"first","Configuration":{"Greengrass":{"ComponentName":"com.example.C",)"
    R"("S3OutputLocation":{"Bucket":"bucket"},"TargetDevice":"jetson_xavier"}}})";

MockServiceOptions AtFixedTime(MockServiceOptions options = {}) {
  options.platform.system_now = [] { return kNow; };
  return options;
}

std::string Signed(const std::string& method, const std::string& target, const std::string& body = {}) {
  return ToWire(SignedRequest(method, target, body, {.time = kNow}));
}

TEST(MockService, StartsAndDescribesAJobUntilItHasSucceeded) {
  MockService service(AtFixedTime());
  RawConnection connection(service.port());

  const std::string started = connection.Exchange(Signed("POST", kJobs, kBody));
  EXPECT_THAT(started, StartsWith("HTTP/1.1 202 Accepted\r\n"));
  EXPECT_THAT(started, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(started, HasSubstr("\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\n"));
  EXPECT_THAT(started, ContainsRegex("x-amzn-RequestId: [0-9a-f-]{36}\r\n"));
  EXPECT_THAT(started, HasSubstr("\r\n\r\n{\"JobName\":\"first\"}"));

  const std::string describe = Signed("GET", kJobs + "/first");
  EXPECT_THAT(connection.Exchange(describe), HasSubstr(R"("Status":"CREATED")"));
  EXPECT_THAT(connection.Exchange(describe), HasSubstr(R"("Status":"RUNNING")"));
  const std::string done = connection.Exchange(describe);
  EXPECT_THAT(done, HasSubstr(R"("Status":"SUCCEEDED")"));
  EXPECT_THAT(done,
              HasSubstr("arn:aws:greengrass:eu-west-1:123456789012:components:com.example.C:versions:2.0.0"));
  EXPECT_THAT(done, HasSubstr(R"("CreationTimestamp":1440938160.000)"));
}

TEST(MockService, RefusesAWrongSignature) {
  MockService service(AtFixedTime());
  auto request = SignedRequest("GET", kJobs + "/first", "", {.time = kNow});
  request.target += '2';
  RawConnection connection(service.port());
  const std::string response = connection.Exchange(ToWire(request));
  EXPECT_THAT(response, StartsWith("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_THAT(response, HasSubstr("\r\nx-amzn-ErrorType: InvalidSignatureException\r\n"));
}

TEST(MockService, AcceptsUnsignedRequestsIfConfigured) {
  MockService service(AtFixedTime({.verify_signatures = false}));
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange("GET " + kJobs + "/first HTTP/1.1\r\nHost: x\r\n\r\n"),
              HasSubstr("ResourceNotFoundException"));
}

TEST(MockService, ChecksThePathAsItWasSent) {
  MockService service(AtFixedTime({.base_path = "/plant//7"}));
  RawConnection connection(service.port());
  const std::string target = "/plant//7" + kJobs + "/a%2Db?x=%7e&y";
  EXPECT_THAT(connection.Exchange(Signed("GET", target)), HasSubstr(R"("ResourceId":"a-b")"));
  EXPECT_EQ(service.requests().at(0).target, target);
}

TEST(MockService, RefusesUnknownPathsAndMethods) {
  MockService service(AtFixedTime({.base_path = "/base"}));
  RawConnection connection(service.port());
  const std::vector<std::string> starts = {"GET /",
                                           "GET " + kJobs + "/x",
                                           "DELETE /base" + kJobs,
                                           "GET /base" + kJobs + "/",
                                           "GET /base" + kJobs + "/a/b",
                                           "OPTIONS *"};
  for (const std::string& start : starts) {
    EXPECT_THAT(connection.Exchange(start + " HTTP/1.1\r\nHost: x\r\n\r\n"),
                HasSubstr("\r\nx-amzn-ErrorType: UnknownOperationException\r\n"))
        << start;
  }
}

TEST(MockService, RecordsRequestsUnchanged) {
  MockService service(AtFixedTime());
  RawConnection first(service.port());
  first.Exchange(
      "PUT /a//b?%41 HTTP/1.1\r\nhost: x\r\nX-Two: 1\r\nother:  v w \r\nx-two: 2\r\n"
      "Content-Length: 3\r\n\r\nabc");
  first.Exchange("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  RawConnection second(service.port());
  second.Exchange("GET / HTTP/1.1\r\nhost: x\r\n\r\n");

  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 3u);
  HttpHeaders headers;
  headers.Add("host", "x");
  headers.Add("X-Two", "1");
  headers.Add("other", "v w");
  headers.Add("x-two", "2");
  headers.Add("Content-Length", "3");
  EXPECT_EQ(requests[0], (RecordedRequest{.method = "PUT",
                                          .target = "/a//b?%41",
                                          .headers = headers,
                                          .body = "abc",
                                          .tls = false,
                                          .connection = 1,
                                          .status = 404,
                                          .error_type = "UnknownOperationException",
                                          .error_message = "No operation has this method and path."}));
  EXPECT_EQ(requests[1].connection, 1u);
  EXPECT_EQ(requests[2].connection, 2u);
}

TEST(MockService, ReadsChunkedAndPipelinedRequests) {
  MockService service(AtFixedTime());
  RawConnection connection(service.port());
  connection.Send(
      "POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
      "GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  connection.ReadResponse();
  connection.ReadResponse();
  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].body, "abc");
  EXPECT_EQ(requests[1].target, "/2");
}

TEST(MockService, SendsContinueToAClientThatExpectsIt) {
  MockService service(AtFixedTime());
  RawConnection connection(service.port());
  connection.Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(connection.ReadResponse(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(connection.Exchange("ab"), StartsWith("HTTP/1.1 404"));
}

TEST(MockService, ClosesTheConnectionIfRequestedAndAfterInvalidHttp) {
  MockService service(AtFixedTime());
  RawConnection closing(service.port());
  closing.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(closing.ReadToEnd(), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(closing.end(), RawConnection::End::kClosed);

  RawConnection garbage(service.port());
  garbage.Send("\x16\x03\x01 not HTTP\r\n\r\n");
  EXPECT_THAT(garbage.ReadToEnd(), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(garbage.end(), RawConnection::End::kClosed);
}

TEST(MockService, OmitsTheBodyOfTheResponseToHead) {
  MockService service(AtFixedTime());
  RawConnection connection(service.port());
  connection.Send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(connection.ReadToEnd().ends_with("\r\n\r\n"));
}

TEST(MockService, ServesManyConnectionsAtOnce) {
  MockService service(AtFixedTime());
  std::vector<std::unique_ptr<RawConnection>> connections;
  for (int i = 0; i < 50; ++i) connections.push_back(std::make_unique<RawConnection>(service.port()));
  const std::string describe = Signed("GET", kJobs + "/none");
  for (const auto& connection : connections) connection->Send(describe);
  for (const auto& connection : connections) {
    EXPECT_THAT(connection->ReadResponse(), StartsWith("HTTP/1.1 404 Not Found"));
  }
  EXPECT_EQ(service.counters().requests, 50u);
  EXPECT_EQ(service.counters().open_connections, 50u);
  connections.clear();
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
}

TEST(MockService, WakesAThreadThatWaitsForARequest) {
  MockService service(AtFixedTime());
  std::thread client([&] { RawConnection(service.port()).Exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n"); });
  EXPECT_TRUE(service.WaitForRequests(1));
  client.join();
  EXPECT_FALSE(service.WaitForRequests(2, std::chrono::seconds{0}));
}

TEST(MockService, CallsItsHandlerFirst) {
  std::atomic<int> seen = 0;
  MockService service({.handler = [](const RecordedRequest& request) -> std::optional<Response> {
                         if (request.target != "/latest/api/token") return std::nullopt;
                         return Response{.headers = {{"content-type", "text/plain"}}, .body = "token"};
                       },
                       .on_request = [&](const RecordedRequest& request) { seen = request.status; }});
  RawConnection connection(service.port());
  const std::string response = connection.Exchange("PUT /latest/api/token HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(response, HasSubstr("\r\ncontent-type: text/plain\r\n"));
  EXPECT_THAT(response, ::testing::Not(HasSubstr("application/json")));
  EXPECT_THAT(response, ::testing::EndsWith("\r\n\r\ntoken"));
  EXPECT_EQ(seen, 200);
  EXPECT_THAT(connection.Exchange("PUT /other HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404"));
}

TEST(MockService, StopsWhileConnectionsAreOpen) {
  MockService service(AtFixedTime());
  RawConnection idle(service.port());
  RawConnection half(service.port());
  half.Send("GET / HT");
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.connections == 2; }));
  service.Stop();
  idle.ReadToEnd();
  half.ReadToEnd();
  EXPECT_NE(idle.end(), RawConnection::End::kStillOpen);
  EXPECT_NE(half.end(), RawConnection::End::kStillOpen);
  EXPECT_EQ(service.counters().open_connections, 0u);
  EXPECT_NO_THROW(test::ClosedPort(service.port()));
}

// Allows the process one more descriptor during its lifetime.
class OneDescriptorLeft {
 public:
  OneDescriptorLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest = dup(STDIN_FILENO);
    close(lowest);
    const rlimit limit{static_cast<rlim_t>(lowest) + 1, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~OneDescriptorLeft() { setrlimit(RLIMIT_NOFILE, &before_); }
  OneDescriptorLeft(const OneDescriptorLeft&) = delete;
  OneDescriptorLeft& operator=(const OneDescriptorLeft&) = delete;

 private:
  rlimit before_{};
};

TEST(MockService, ServesAConnectionThatWaitedForADescriptor) {
  if (test::kSanitized) GTEST_SKIP() << "sanitizers open descriptors to check pointers";
  MockService service(AtFixedTime());
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  RawConnection earlier(service.port());
  earlier.Exchange(get);
  std::unique_ptr<RawConnection> waiting;
  {
    const OneDescriptorLeft limit;
    waiting = std::make_unique<RawConnection>(service.port());
    waiting->Send(get);
    // The service handles events in order, so it has tried to accept the waiting connection.
    EXPECT_THAT(earlier.Exchange(get), StartsWith("HTTP/1.1 404"));
    EXPECT_EQ(service.counters().connections, 1u);
  }
  EXPECT_THAT(waiting->ReadResponse(), StartsWith("HTTP/1.1 404"));
}

TEST(MockService, ThrowsIfThePortIsInUse) {
  MockService service;
  EXPECT_THROW(MockService({.port = service.port()}), std::runtime_error);
}

TEST(MockService, ReturnsItsEndpoint) {
  MockService service({.base_path = "/vision"});
  EXPECT_EQ(service.endpoint_url(), "http://127.0.0.1:" + std::to_string(service.port()) + "/vision");
  EXPECT_EQ(service.ca_pem(), "");
  EXPECT_EQ(service.ca_bundle_path(), "");
}

}  // namespace
}  // namespace lookoutvision::testing
