// Tests of the libcurl transport with tinyproxy, microsocks and stunnel.
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/hostile_calls.h"
#include "support/proxy_program.h"
#include "support/resolver.h"
#include "support/text_file.h"
#include "support/transport_calls.h"
#include "testing/certificates.h"

namespace lookoutvision {
namespace {

using test::ClosedPort;
using test::ExpectResponse;
using test::Failed;
using test::FixedResponse;
using test::Get;
using test::Microsocks;
using test::Stunnel;
using test::TextFile;
using test::Tinyproxy;
using test::Watchdog;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::MakeServerIdentity;
using testing::MockService;
using ::testing::Not;
using testing::ServerCertificate;

constexpr std::size_t kMebibyte = std::size_t{1} << 20;

// The user as the programs expect it, and as encoded in a URL.
const test::ProxyUser kUser{"user", "s3cret.word"};
const std::string kUserInUrl = "user:s3cret%2Eword@";
const std::string kWrongUserInUrl = "user:s3cret.wore@";

// Its tests are skipped if a program is not installed, except in CI.
class RealProxies : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"setpriv", "tinyproxy", "microsocks", "stunnel4"}) {
      if (!test::FindProgram(program).empty()) continue;
      ASSERT_EQ(std::getenv("CI"), nullptr) << program << " is not installed";
      GTEST_SKIP() << program << " is not installed";
    }
  }
};

HttpSendOptions Through(const std::string& proxy) {
  HttpSendOptions options = Watchdog();
  options.proxy = proxy;
  return options;
}

std::string HostAndPortOf(const MockService& service) {
  return "127.0.0.1:" + std::to_string(service.port());
}

// Uses the proxy for loopback, too, which clients do not.
class ProxiedTransport : public HttpTransport {
 public:
  explicit ProxiedTransport(std::string proxy) : proxy_(std::move(proxy)) {}

  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override {
    HttpSendOptions proxied = options;
    proxied.proxy = proxy_;
    return transport_->Send(request, proxied);
  }

 private:
  const std::string proxy_;
  const std::shared_ptr<HttpTransport> transport_ = MakeCurlTransport();
};

// The error of a call with three attempts.
Error CallThrough(const std::string& proxy, const std::string& endpoint_url) {
  ClientConfig config = test::HastyConfig(endpoint_url);
  config.transport = std::make_shared<ProxiedTransport>(proxy);
  const auto outcome = Client(config).DescribeModelPackagingJob(test::SomeDescribe());
  EXPECT_FALSE(outcome.has_value());
  return outcome ? Error{} : outcome.error();
}

// Exchanges large bodies with the service, and expects the same request as without a proxy. Returns whether
// the connection was reused.
bool ExpectWholeExchange(HttpTransport& transport, const MockService& service,
                         const HttpSendOptions& options) {
  const HttpRequest request{.method = "POST",
                            .url = service.endpoint_url() + "/a/../b?c=d%2F",
                            .body = std::string(kMebibyte, 'q')};
  const HttpResponse response = ExpectResponse(transport, request, options);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body == std::string(kMebibyte, 'r')) << response.body.size() << " bytes";

  const auto received = test::LastRequest(service);
  EXPECT_EQ(received.method, "POST");
  EXPECT_EQ(received.target, "/a/../b?c=d%2F");
  EXPECT_EQ(received.headers.Find("Host"), HostAndPortOf(service));
  EXPECT_EQ(received.headers.Find("Proxy-Authorization"), std::nullopt);
  EXPECT_TRUE(received.body == request.body) << received.body.size() << " bytes";
  return response.measurements.connection_reused == true;
}

// Makes an exchange with a plain server, and two over one connection to a TLS server. `proxy_ca` is the CA of
// a proxy with TLS.
void ExpectPassage(const std::string& proxy, const std::string& proxy_ca = {}) {
  SCOPED_TRACE(proxy);
  for (const bool tls : {false, true}) {
    MockService service(FixedResponse({.body = std::string(kMebibyte, 'r')}, tls));
    const TextFile authorities(proxy_ca + service.ca_pem());
    const auto transport = MakeCurlTransport({.ca_bundle = authorities.path()});
    EXPECT_FALSE(ExpectWholeExchange(*transport, service, Through(proxy)));
    if (!tls) continue;
    EXPECT_TRUE(ExpectWholeExchange(*transport, service, Through(proxy)));
    EXPECT_EQ(service.counters().connections, 1U);
    EXPECT_TRUE(test::LastRequest(service).tls);
  }
}

TEST_F(RealProxies, CarryWholeBodiesForTheUserOfTheUrl) {
  const Tinyproxy proxy(kUser);
  ExpectPassage("http://" + kUserInUrl + proxy.HostAndPort());
}

TEST_F(RealProxies, CarryWholeBodiesOverTls) {
  const auto identity = MakeServerIdentity(ServerCertificate::kGood);
  const Tinyproxy inner(kUser);
  const Stunnel proxy(inner, identity);
  ExpectPassage("https://" + kUserInUrl + proxy.HostAndPort(), identity.ca);
}

TEST_F(RealProxies, CarryWholeBodiesBySocks) {
  const Microsocks open;
  ExpectPassage("socks5://" + open.HostAndPort());
  const Microsocks proxy({"us:er", "p@ss/w%rd?"});
  ExpectPassage("socks5://us%3Aer:p%40ss%2Fw%25rd%3F@" + proxy.HostAndPort());
  ExpectPassage("socks5h://us%3Aer:p%40ss%2Fw%25rd%3F@" + proxy.HostAndPort());
}

TEST_F(RealProxies, ResolveNamesOnlyIfTheirSchemeSaysSo) {
  MockService service(FixedResponse());
  const std::string port = std::to_string(service.port());
  const auto expect_connection_to = [&](const std::string& host, const std::string& scheme,
                                        std::string_view name) {
    Microsocks proxy(kUser);
    const HttpRequest request{.method = "GET", .url = "http://" + std::string(name) + ":" + port + "/path"};
    ExpectResponse(*MakeCurlTransport(), request, Through(scheme + kUserInUrl + proxy.HostAndPort()));
    EXPECT_EQ(test::LastRequest(service).target, "/path");
    EXPECT_THAT(proxy.Kill(), HasSubstr("connected to " + host + ":" + port));
  };
  expect_connection_to("127.0.0.1", "socks5://", test::kLoopbackName);
  expect_connection_to("localhost", "socks5h://", "localhost");
}

TEST_F(RealProxies, AreNotRetriedIfTheyRefuseAUser) {
  const Tinyproxy tinyproxy(kUser);
  const Microsocks microsocks(kUser);
  MockService service(FixedResponse());
  MockService tls_service(FixedResponse({}, /*tls=*/true));
  const std::string http = "http://" + kWrongUserInUrl + tinyproxy.HostAndPort();
  const std::string socks = "socks5://" + kWrongUserInUrl + microsocks.HostAndPort();

  // Tinyproxy responds with 401 to a wrong password and with 407 to a missing one.
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport(), Get(service), Through(http)).status, 401);
  const Error forwarded = CallThrough(http, service.endpoint_url());
  EXPECT_EQ(forwarded.http_status, 401);
  const Error tunnel = CallThrough(http, tls_service.endpoint_url());
  EXPECT_EQ(tunnel.kind, ErrorKind::kTransport);
  EXPECT_THAT(tunnel.message, AllOf(HasSubstr("http://" + tinyproxy.HostAndPort()), HasSubstr("status 401")));
  const Error refused = CallThrough(socks, service.endpoint_url());
  EXPECT_EQ(refused.kind, ErrorKind::kTransport);
  EXPECT_THAT(refused.message, HasSubstr("socks5://" + microsocks.HostAndPort()));

  for (const Error& error : {forwarded, tunnel, refused}) {
    EXPECT_EQ(error.attempts, 1) << error;
    EXPECT_FALSE(error.retryable) << error;
    EXPECT_THAT(error.message, Not(HasSubstr("s3cret"))) << error;
  }
  EXPECT_EQ(service.counters().connections + tls_service.counters().connections, 0U);
}

TEST_F(RealProxies, AreNotRetriedIfTheyRequireAUser) {
  const Tinyproxy tinyproxy(kUser);
  const Microsocks microsocks(kUser);
  MockService service(FixedResponse());
  MockService tls_service(FixedResponse({}, /*tls=*/true));
  const std::string http = "http://" + tinyproxy.HostAndPort();
  const std::string socks = "socks5://" + microsocks.HostAndPort();

  const Error forwarded = CallThrough(http, service.endpoint_url());
  EXPECT_EQ(forwarded.http_status, 407);
  const Error tunnel = CallThrough(http, tls_service.endpoint_url());
  EXPECT_THAT(tunnel.message, AllOf(HasSubstr(http), HasSubstr("status 407")));
  const Error refused = CallThrough(socks, service.endpoint_url());
  EXPECT_THAT(refused.message, AllOf(HasSubstr(socks), HasSubstr("authentication")));
  for (const Error& error : {forwarded, tunnel, refused}) EXPECT_EQ(error.attempts, 1) << error;
}

TEST_F(RealProxies, AreNamedIfTheirCertificatesAreNotTrusted) {
  const auto identity = MakeServerIdentity(ServerCertificate::kGood);
  const Tinyproxy inner(kUser);
  const Stunnel proxy(inner, identity);
  const HttpSendOptions options = Through("https://" + kUserInUrl + proxy.HostAndPort());
  const MockService service(FixedResponse());
  const MockService tls_service(FixedResponse({}, /*tls=*/true));
  const std::string ca_bundle = tls_service.ca_bundle_path();
  for (const auto* server : {&service, &tls_service}) {
    const Error error = Failed(*MakeCurlTransport({.ca_bundle = ca_bundle}), Get(*server), options);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable);
    EXPECT_THAT(
        error.message,
        AllOf(HasSubstr("TLS handshake with the proxy https://" + proxy.HostAndPort() + " failed: "),
              HasSubstr("the trusted authorities are those in " + ca_bundle), Not(HasSubstr("s3cret"))));
  }

  // The proxy is trusted, the server is not. libcurl loses the reason of a failed handshake within TLS.
  const TextFile proxy_ca(identity.ca);
  const Error error = Failed(*MakeCurlTransport({.ca_bundle = proxy_ca.path()}), Get(tls_service), options);
  EXPECT_THAT(error.message, HasSubstr("TLS handshake with " + HostAndPortOf(tls_service) + " through"));
  EXPECT_EQ(service.counters().requests + tls_service.counters().requests, 0U);
}

// Kills and restarts `proxy` between the calls.
template <typename Proxy>
void ExpectRecovery(const std::string& scheme, Proxy& proxy, const std::string& proxy_ca = {}) {
  SCOPED_TRACE(scheme);
  for (const bool tls : {false, true}) {
    MockService service(FixedResponse({.body = "hello"}, tls));
    const TextFile authorities(proxy_ca + service.ca_pem());
    const auto transport = MakeCurlTransport({.ca_bundle = authorities.path()});
    const HttpSendOptions options = Through(scheme + kUserInUrl + proxy.HostAndPort());
    EXPECT_EQ(ExpectResponse(*transport, Get(service), options).body, "hello");
    proxy.Kill();
    const Error error = Failed(*transport, Get(service), options);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_TRUE(error.retryable);
    EXPECT_THAT(error.message,
                AllOf(HasSubstr("connecting to " + HostAndPortOf(service) + " through the proxy " + scheme +
                                proxy.HostAndPort() + " failed: "),
                      HasSubstr("Connection refused"), Not(HasSubstr("s3cret"))));
    proxy.Start();
    EXPECT_EQ(ExpectResponse(*transport, Get(service), options).body, "hello");
  }
}

TEST_F(RealProxies, AreNamedWhileDownAndUsedAfterARestart) {
  Tinyproxy tinyproxy(kUser);
  ExpectRecovery("http://", tinyproxy);
  Microsocks microsocks(kUser);
  ExpectRecovery("socks5://", microsocks);
  const auto identity = MakeServerIdentity(ServerCertificate::kGood);
  Stunnel stunnel(tinyproxy, identity);
  ExpectRecovery("https://", stunnel, identity.ca);
}

TEST_F(RealProxies, ReportThatTheyCannotReachTheServer) {
  const ClosedPort closed;
  const std::string tls_url = "https://127.0.0.1:" + std::to_string(closed.port());
  const Tinyproxy tinyproxy(kUser);
  const std::string http = "http://" + kUserInUrl + tinyproxy.HostAndPort();

  const HttpResponse response =
      ExpectResponse(*MakeCurlTransport(), {.method = "GET", .url = closed.url() + "/"}, Through(http));
  EXPECT_EQ(response.status / 100, 5);
  EXPECT_THAT(response.body, HasSubstr("tinyproxy"));

  const Error tunnel = CallThrough(http, tls_url);
  EXPECT_THAT(tunnel.message,
              AllOf(HasSubstr("connecting to 127.0.0.1:" + std::to_string(closed.port()) +
                              " through the proxy http://" + tinyproxy.HostAndPort() + " failed: "),
                    HasSubstr("refused the tunnel with status 5"), Not(HasSubstr("s3cret"))));
  EXPECT_EQ(tunnel.attempts, 3);

  const Microsocks microsocks(kUser);
  const Error socks = CallThrough("socks5://" + kUserInUrl + microsocks.HostAndPort(), closed.url());
  EXPECT_THAT(socks.message, AllOf(HasSubstr("through the proxy socks5://" + microsocks.HostAndPort()),
                                   Not(HasSubstr("s3cret"))));
  EXPECT_EQ(socks.attempts, 3);
}

}  // namespace
}  // namespace lookoutvision
