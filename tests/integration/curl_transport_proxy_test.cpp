// Tests of the libcurl transport with mock services as proxies.
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::ExpectResponse;
using test::Failed;
using test::FixedResponse;
using test::Get;
using test::LastRequest;
using test::Watchdog;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::Not;
using ::testing::StartsWith;

// Sets an environment variable during its lifetime, while no other thread reads the environment.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~ScopedVariable() { unsetenv(name_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* name_;
};

HttpSendOptions Through(const std::string& proxy) {
  HttpSendOptions options = Watchdog();
  options.proxy = proxy;
  return options;
}

std::string HostOf(const MockService& proxy) {
  return "127.0.0.1:" + std::to_string(proxy.port());
}

TEST(CurlTransportProxy, IsNeverReadFromTheEnvironment) {
  const test::ClosedPort closed_port;
  const ScopedVariable http("http_proxy", closed_port.url());
  const ScopedVariable https("HTTPS_PROXY", closed_port.url());
  const ScopedVariable all("ALL_PROXY", closed_port.url());
  MockService service(FixedResponse());
  ExpectResponse(*MakeCurlTransport(), Get(service));
  EXPECT_EQ(LastRequest(service).target, "/");
}

TEST(CurlTransportProxy, ReceivesAPlainRequestUnchanged) {
  const ScopedVariable exemption("no_proxy", "*");
  MockService proxy(FixedResponse());
  HttpRequest request{.method = "GET", .url = "http://service.example:8080/a/../b?c"};
  request.headers.Add("X-Own", "1");
  for (const std::string scheme : {"http://", ""}) {
    const HttpResponse response =
        ExpectResponse(*MakeCurlTransport(), request, Through(scheme + "user:s3cret@" + HostOf(proxy)));
    EXPECT_EQ(response.body, "hello");
    const auto received = LastRequest(proxy);
    EXPECT_EQ(received.target, "http://service.example:8080/a/../b?c");
    EXPECT_EQ(received.headers.Find("Host"), "service.example:8080");
    EXPECT_EQ(received.headers.Find("X-Own"), "1");
    EXPECT_EQ(received.headers.Find("Proxy-Authorization"), "Basic dXNlcjpzM2NyZXQ=");
  }
}

TEST(CurlTransportProxy, MayDifferPerCall) {
  MockService service(FixedResponse({.body = "service"}));
  MockService proxy(FixedResponse({.body = "proxy"}));
  const auto transport = MakeCurlTransport();
  const HttpRequest request = Get(service);
  EXPECT_EQ(ExpectResponse(*transport, request).body, "service");
  EXPECT_EQ(ExpectResponse(*transport, request, Through("http://" + HostOf(proxy))).body, "proxy");
  EXPECT_EQ(ExpectResponse(*transport, request).body, "service");
}

TEST(CurlTransportProxy, ReceivesNoHeadersOfATunneledRequest) {
  MockService proxy(
      FixedResponse({.raw = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"}));
  HttpRequest request{.method = "POST", .url = "https://service.example/path", .body = "body"};
  request.headers.Add("Authorization", "signature");
  const Error error = Failed(*MakeCurlTransport(), request, Through("http://user:s3cret@" + HostOf(proxy)));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_EQ(error.endpoint, "https://service.example");
  EXPECT_THAT(error.message,
              AllOf(HasSubstr("connecting to service.example:443 through the proxy http://" + HostOf(proxy) +
                              " failed: the proxy refused the tunnel with status 407"),
                    Not(HasSubstr("s3cret"))));
  const auto received = LastRequest(proxy);
  EXPECT_EQ(received.method, "CONNECT");
  EXPECT_EQ(received.target, "service.example:443");
  EXPECT_EQ(received.headers.Find("Authorization"), std::nullopt);
}

TEST(CurlTransportProxy, DoesNotAffectTheNextCallAfterARefusal) {
  MockService proxy(FixedResponse({.raw = "HTTP/1.1 407 X\r\nContent-Length: 0\r\n\r\n"}));
  const test::ClosedPort closed;
  const auto transport = MakeCurlTransport({.max_idle_connections = 1});
  Failed(*transport, {.method = "GET", .url = "https://service.example/"},
         Through("http://" + HostOf(proxy)));
  const Error error = Failed(*transport, {.method = "GET", .url = closed.url()});
  EXPECT_TRUE(error.retryable);
  EXPECT_TRUE(error.unreachable);
  EXPECT_THAT(error.message, Not(HasSubstr("proxy")));
}

TEST(CurlTransportProxy, IsRetriedAfterATemporaryError) {
  MockService proxy(FixedResponse({.raw = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"}));
  const Error error = Failed(*MakeCurlTransport(), {.method = "GET", .url = "https://service.example/"},
                             Through("http://" + HostOf(proxy)));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unreachable);
  EXPECT_THAT(error.message, HasSubstr(" failed: the proxy refused the tunnel with status 503"));
}

TEST(CurlTransportProxy, IsNotRetriedAfterAFinalSocksRefusal) {
  using namespace std::string_literals;
  const std::string no_method = "\x05\xFF"s;
  const std::string needs_user = "\x05\x02"s;
  const std::string no_user = "\x05\x02\x01\x01"s;
  const std::string not_allowed = "\x05\x00\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"s;
  const std::string unreachable = "\x05\x00\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00"s;
  const struct {
    std::string user;
    std::string says;
    bool retryable;
  } cases[] = {{"user:s3cret@", no_method, false},
               {"user:s3cret@", no_user, false},
               {"user:s3cret" + std::string(256, 't') + "@", needs_user, false},
               {std::string(256, 'u') + ":s3cret@", needs_user, false},
               {"", not_allowed, false},
               {"", unreachable, true}};
  for (const auto& [user, says, retryable] : cases) {
    MockService proxy;
    proxy.Enqueue({.response = testing::Response{.raw = says}, .at = testing::FaultPoint::kAccept});
    const Error error = Failed(*MakeCurlTransport(), {.method = "GET", .url = "http://service.example/"},
                               Through("socks5h://" + user + HostOf(proxy)));
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_EQ(error.retryable, retryable) << error;
    EXPECT_THAT(error.message,
                AllOf(HasSubstr("connecting to service.example:80 through the proxy socks5h://" +
                                HostOf(proxy) + " failed: "),
                      Not(HasSubstr("s3cret"))));
  }
}

// The error of a call through `server` as a proxy with TLS.
Error HandshakeErrorOf(const MockService& server) {
  const Error error = Failed(*MakeCurlTransport({.ca_bundle = server.ca_bundle_path()}),
                             {.method = "GET", .url = "https://service.example/"},
                             Through("https://user:s3cret@" + HostOf(server)));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_THAT(error.message, AllOf(StartsWith("making the TLS handshake with the proxy https://" +
                                              HostOf(server) + " failed: "),
                                   Not(HasSubstr("s3cret"))));
  return error;
}

TEST(CurlTransportProxy, IsNamedIfTheHandshakeWithItFails) {
  using testing::ServerCertificate;
  for (const auto certificate :
       {ServerCertificate::kExpired, ServerCertificate::kSelfSigned, ServerCertificate::kWrongHost}) {
    const MockService proxy({.tls = true, .certificate = certificate});
    const Error error = HandshakeErrorOf(proxy);
    EXPECT_FALSE(error.retryable);
    const bool is_unknown = certificate == ServerCertificate::kSelfSigned;
    EXPECT_EQ(error.message.find("ca_bundle") != std::string::npos, is_unknown) << error;
  }
  HandshakeErrorOf(MockService(FixedResponse()));
}

TEST(CurlTransportProxy, IsNamedIfItRefusesTheConnection) {
  const Error error = Failed(*MakeCurlTransport(), {.method = "GET", .url = "https://service.example/"},
                             Through("http://user:s3cret@127.0.0.1:1"));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              AllOf(HasSubstr("through the proxy http://127.0.0.1:1 failed: "), Not(HasSubstr("s3cret"))));
}

}  // namespace
}  // namespace lookoutvision
