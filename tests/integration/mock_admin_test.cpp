// Tests of the mock service's admin server over real sockets.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"
#include "support/signed_request.h"
#include "support/transport_calls.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using test::RawConnection;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

bool HasIpv6() {
  const int probe = ::socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return bound;
}

std::uint16_t AdminPort(const MockService& service) {
  const std::string url = service.admin_url();
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

std::string SendToAdmin(const MockService& service, const std::string& request_line,
                        const std::string& body = {}) {
  RawConnection admin(AdminPort(service));
  return admin.Exchange(request_line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
}

TEST(MockAdmin, RunsOnlyIfConfigured) {
  EXPECT_EQ(MockService().admin_url(), "");
  const MockService service({.admin_port = 0});
  EXPECT_THAT(service.admin_url(), StartsWith("http://127.0.0.1:"));
  EXPECT_NE(AdminPort(service), service.port());
}

TEST(MockAdmin, EnqueuesFaults) {
  const MockService service({.admin_port = 0});
  EXPECT_THAT(SendToAdmin(service, "POST /faults", R"({"response":{"status":503},"times":2})"),
              StartsWith("HTTP/1.1 200"));
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockAdmin, BeginsAndEndsAnOutage) {
  const MockService service({.admin_port = 0});
  SendToAdmin(service, "POST /faults", R"({"at":"accept","then":"reset","share":1})");
  for (int i = 0; i < 3; ++i) {
    RawConnection refused(service.port());
    refused.Send(kGet);
    EXPECT_EQ(refused.ReadToEnd(), "");
    EXPECT_EQ(refused.end(), RawConnection::End::kReset);
  }
  SendToAdmin(service, "DELETE /faults");
  EXPECT_THAT(RawConnection(service.port()).Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockAdmin, ReleasesASilentExchange) {
  const MockService service({.admin_port = 0});
  SendToAdmin(service, "POST /faults", R"({"then":"silence"})");
  RawConnection silent(service.port());
  silent.Send(kGet);
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  SendToAdmin(service, "POST /release");
  EXPECT_THAT(silent.ReadResponse(), StartsWith("HTTP/1.1 404"));
}

TEST(MockAdmin, ResetsTheServiceAndContinuesWhatAFaultHolds) {
  const MockService service({.admin_port = 0});
  SendToAdmin(service, "POST /faults", R"([{"then":"silence"},{"response":{"status":503}}])");
  RawConnection silent(service.port());
  silent.Send(kGet);
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  EXPECT_THAT(SendToAdmin(service, "POST /reset"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(silent.ReadResponse(), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(service.counters().requests, 0u);
  EXPECT_THAT(RawConnection(service.port()).Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockAdmin, ReplacesStateEndsJobsAndAdvancesTheClock) {
  const MockService service({.admin_port = 0});
  const std::string job =
      R"({"Start":{"ProjectName":"boards","ModelVersion":"2","JobName":"nightly","Configuration":)"
      R"({"Greengrass":{"ComponentName":"c","TargetDevice":"jetson_xavier",)"
      R"("S3OutputLocation":{"Bucket":"bucket"}}}}})";
  EXPECT_THAT(SendToAdmin(service, "PUT /state", R"({"jobs":[)" + job + "]}"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(SendToAdmin(service, "PUT /state", R"({"jobs":[{}]})"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(
      SendToAdmin(service, "PUT /jobs", R"({"ProjectName":"boards","JobName":"nightly","Status":"FAILED"})"),
      StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(
      SendToAdmin(service, "PUT /jobs", R"({"ProjectName":"boards","JobName":"x","Status":"FAILED"})"),
      StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(SendToAdmin(service, "POST /clock", R"({"advance_ms":60000})"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(service.StateAsJson(), HasSubstr(R"("Status": "FAILED")"));
  EXPECT_THAT(service.StateAsJson(), HasSubstr(R"("clock_advance_ms": 60000,)"));
}

TEST(MockAdmin, ListensOnTheHostOfTheService) {
  if (!HasIpv6()) GTEST_SKIP() << "this machine has no ::1";
  const MockService service({.host = "::1", .admin_port = 0});
  EXPECT_THAT(service.endpoint_url(), StartsWith("http://[::1]:"));
  EXPECT_THAT(service.admin_url(), StartsWith("http://[::1]:"));
  for (const std::string& url : {service.endpoint_url(), service.admin_url()}) {
    const HttpRequest unknown{.method = "GET", .url = url + "/unknown"};
    EXPECT_EQ(test::ExpectResponse(*MakeCurlTransport(), unknown, test::Watchdog()).status, 404) << url;
  }
}

TEST(MockAdmin, SetsTheServicesClock) {
  static constexpr internal::SystemTime kNow{1'440'938'160s};
  MockService service({.admin_port = 0, .platform = {.system_now = [] { return kNow; }}});
  SendToAdmin(service, "PUT /clock", R"({"skew_ms":-3600000})");
  RawConnection connection(service.port());
  const std::string refused = connection.Exchange(test::ToWire(
      test::SignedRequest("GET", "/2020-11-20/projects/p/modelpackagingjobs/j", "", {.time = kNow})));
  EXPECT_THAT(refused, HasSubstr("\r\nDate: Sun, 30 Aug 2015 11:36:00 GMT\r\n"));
  EXPECT_THAT(refused, HasSubstr("Signature not yet current"));
  service.SetClockSkew(0ms);
  EXPECT_THAT(connection.Exchange(kGet), HasSubstr("\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\n"));
}

TEST(MockAdmin, ReturnsTheStateWithoutItsOwnRequests) {
  const MockService service({.admin_port = 0});
  RawConnection(service.port()).Exchange(kGet);
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
  const std::string state = SendToAdmin(service, "GET /state");
  EXPECT_THAT(state, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(state, HasSubstr(R"("requests": 1,)"));
  EXPECT_THAT(state, HasSubstr(R"("connections": 1,)"));
  EXPECT_THAT(state, Not(HasSubstr("/state")));
  EXPECT_EQ(state.substr(state.find("\r\n\r\n") + 4, 20), service.StateAsJson().substr(0, 20));
}

TEST(MockAdmin, ReturnsTheVariablesOfAClient) {
  const MockService service({.admin_port = 0});
  EXPECT_THAT(SendToAdmin(service, "GET /environment"),
              EndsWith("\r\n\r\nexport AWS_ENDPOINT_URL_LOOKOUTVISION=" + service.endpoint_url() +
                       "\nexport AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\nexport "
                       "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"
                       "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
                       "export AWS_SESSION_TOKEN=''\n"));
}

TEST(MockAdmin, ReturnsNoSecretThatAUserHasChosen) {
  const MockService service({.tls = true,
                             .credentials = {{.access_key_id = "it's", .secret_access_key = "s3cret"}},
                             .signing_region = "eu-central-1",
                             .admin_port = 0});
  EXPECT_THAT(
      SendToAdmin(service, "GET /environment"),
      EndsWith(
          "\nexport AWS_REGION=eu-central-1\nexport AWS_DEFAULT_REGION=eu-central-1\nexport AWS_CA_BUNDLE=" +
          service.ca_bundle_path() +
          "\nexport AWS_ACCESS_KEY_ID='it'\\''s'\n"
          "# A secret of yours is not shown: set AWS_SECRET_ACCESS_KEY to that of this key.\n"));
}

TEST(MockAdmin, ReturnsWhyARequestWasRefused) {
  const MockService service({.admin_port = 0});
  RawConnection(service.port()).Exchange(kGet);
  EXPECT_THAT(SendToAdmin(service, "GET /state?requests=1"),
              HasSubstr(R"("error_message": "No operation has this method and path.")"));
}

TEST(MockAdmin, UsesPlainHttpIfTheServiceUsesTls) {
  const MockService service({.tls = true, .admin_port = 0});
  EXPECT_THAT(SendToAdmin(service, "GET /"), HasSubstr("PUT /clock"));
}

TEST(MockAdmin, AddsNoPathsToTheService) {
  const MockService service({.admin_port = 0});
  const std::string response =
      RawConnection(service.port()).Exchange("GET /state HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(response, HasSubstr("UnknownOperationException"));
}

TEST(MockFaults, ApplyForTheDurationOfAnOutage) {
  std::atomic<std::chrono::steady_clock::time_point> now{};
  MockService service({.platform = {.steady_now = [&] { return now.load(); }}});
  service.Install({.fault = {.response = Response{.status = 500}}, .begins_after = 5s, .lasts = 10s});
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  now = now.load() + 5s;
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 500"));
  now = now.load() + 10s;
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockFaults, AreCleared) {
  MockService service;
  service.Install({.fault = {.response = Response{.status = 500}}});
  service.Enqueue({.response = Response{.status = 503}}, 2);
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 503"));
  service.ClearFaults();
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

}  // namespace
}  // namespace lookoutvision::testing
