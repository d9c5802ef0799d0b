// Tests of the libcurl transport with servers and proxies that require a client certificate or do not speak
// TLS.
#include <array>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/flood_server.h"
#include "support/openssl_server.h"
#include "support/text_file.h"
#include "support/transport_calls.h"
#include "testing/certificates.h"

namespace lookoutvision {
namespace {

using test::FloodServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Waits until the client disconnects, so that a reset does not discard the alert.
void WaitForDisconnect(int client) {
  ::shutdown(client, SHUT_WR);
  std::array<char, 4096> rest;
  while (::recv(client, rest.data(), rest.size(), 0) > 0) {
  }
}

// A server that requires a client certificate and trusts no authority.
FloodServer::Serve RequireCertificate(const testing::ServerIdentity& identity, int version) {
  const std::shared_ptr<SSL_CTX> context = test::MakeServerContext(identity);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return [context](FloodServer&, int client) {
    const test::Owned<SSL> ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), client);
    SSL_accept(ssl.get());
    WaitForDisconnect(client);
  };
}

// A server that responds to the ClientHello with a fatal alert (RFC 8446, 6).
FloodServer::Serve SendAlert(int alert) {
  return [alert](FloodServer& server, int client) {
    std::array<char, 4096> hello;
    if (::recv(client, hello.data(), hello.size(), 0) <= 0) return;
    server.Send(client, std::string("\x15\x03\x03\x00\x02\x02", 6) + static_cast<char>(alert));
    WaitForDisconnect(client);
  };
}

// Options of a client that trusts `authorities`, with and without a certificate that no server trusts.
class ClientFiles {
 public:
  explicit ClientFiles(const std::string& authorities) : authorities_(authorities) {}

  HttpTransportOptions WithCertificate() const {
    HttpTransportOptions options = WithoutCertificate();
    options.client_certificate = certificate_.path();
    options.client_key = key_.path();
    return options;
  }
  HttpTransportOptions WithoutCertificate() const { return {.ca_bundle = authorities_.path()}; }

 private:
  const testing::ServerIdentity identity_ =
      testing::MakeServerIdentity(testing::ServerCertificate::kSelfSigned);
  const test::TextFile authorities_;
  const test::TextFile certificate_{identity_.certificate};
  const test::TextFile key_{identity_.key};
};

Error FinalError(const FloodServer& server, const HttpTransportOptions& options) {
  const Error error =
      test::Failed(*MakeCurlTransport(options), {.method = "GET", .url = server.url("https") + "/"});
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable) << error;
  EXPECT_FALSE(error.unreachable);
  return error;
}

constexpr const char* kMayRequire =
    "; the server may require a client certificate: set client_certificate and client_key";
constexpr const char* kRejected = "; the server rejected the client certificate ";

class CurlTransportTlsAlert : public ::testing::Test {
 protected:
  const testing::ServerIdentity identity_ = testing::MakeServerIdentity(testing::ServerCertificate::kGood);
  const ClientFiles files_{identity_.ca};
};

class CurlTransportMutualTls : public CurlTransportTlsAlert, public ::testing::WithParamInterface<int> {};

TEST_P(CurlTransportMutualTls, NamesTheMissingClientCertificateAndIsNotRetried) {
  FloodServer server(RequireCertificate(identity_, GetParam()));
  EXPECT_THAT(FinalError(server, files_.WithoutCertificate()).message, HasSubstr(kMayRequire));
}

TEST_P(CurlTransportMutualTls, NamesTheRejectedClientCertificateAndIsNotRetried) {
  FloodServer server(RequireCertificate(identity_, GetParam()));
  const HttpTransportOptions options = files_.WithCertificate();
  EXPECT_THAT(FinalError(server, options).message,
              AllOf(HasSubstr(kRejected + options.client_certificate), HasSubstr("set client_certificate")));
}

// A proxy does not get the client certificate.
TEST_P(CurlTransportMutualTls, NamesTheProxyThatRequiresACertificate) {
  for (const char* url : {"https://service.example/", "http://service.example/"}) {
    FloodServer proxy(RequireCertificate(identity_, GetParam()));
    HttpSendOptions send_options = test::Watchdog();
    send_options.proxy = proxy.url("https");
    const Error error = test::Failed(*MakeCurlTransport(files_.WithCertificate()),
                                     {.method = "GET", .url = url}, send_options);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable) << error;
    EXPECT_THAT(
        error.message,
        AllOf(HasSubstr("the proxy " + send_options.proxy + " failed: "),
              HasSubstr("; the proxy may require a client certificate, which is sent to servers only"),
              Not(HasSubstr("client_certificate"))));
  }
}

INSTANTIATE_TEST_SUITE_P(Tls12And13, CurlTransportMutualTls,
                         ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

// bad_certificate, unsupported_certificate, certificate_revoked, certificate_expired, certificate_unknown,
// unknown_ca, access_denied, certificate_required
TEST_F(CurlTransportTlsAlert, AboutACertificateIsFinal) {
  for (const int alert : {42, 43, 44, 45, 46, 48, 49, 116}) {
    FloodServer without(SendAlert(alert));
    EXPECT_THAT(FinalError(without, files_.WithoutCertificate()).message, HasSubstr(kMayRequire)) << alert;
    FloodServer with(SendAlert(alert));
    EXPECT_THAT(FinalError(with, files_.WithCertificate()).message, HasSubstr(kRejected)) << alert;
  }
}

// Up to TLS 1.2, servers also send handshake_failure (40) if the client certificate is missing.
TEST_F(CurlTransportTlsAlert, OfAFailedHandshakeIsFinalWithoutACertificate) {
  FloodServer server(SendAlert(40));
  EXPECT_THAT(FinalError(server, files_.WithoutCertificate()).message, HasSubstr(kMayRequire));
}

TEST_F(CurlTransportTlsAlert, IsRetriedIfItIsNotAboutACertificate) {
  // handshake_failure, internal_error
  for (const int alert : {40, 80}) {
    FloodServer server(SendAlert(alert));
    const Error error = test::Failed(*MakeCurlTransport(files_.WithCertificate()),
                                     {.method = "GET", .url = server.url("https") + "/"});
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_TRUE(error.retryable) << error;
    EXPECT_THAT(error.message, Not(HasSubstr("client certificate"))) << alert;
  }
}

TEST_F(CurlTransportTlsAlert, DoesNotAffectTheErrorOfTheNextConnection) {
  FloodServer server(SendAlert(42));
  const auto transport = MakeCurlTransport(files_.WithCertificate());
  const HttpRequest request{.method = "GET", .url = server.url("https") + "/"};
  EXPECT_FALSE(test::Failed(*transport, request).retryable);
  const Error refused = test::Failed(*transport, request);
  EXPECT_TRUE(refused.retryable) << refused;
  EXPECT_TRUE(refused.unreachable);
  EXPECT_THAT(refused.message, Not(HasSubstr("client certificate")));
}

TEST(CurlTransportTls, SuggestsHttpForAnEndpointThatDoesNotSpeakTls) {
  testing::MockService service(test::FixedResponse());
  HttpRequest request = test::Get(service);
  request.url.replace(0, 4, "https");
  const Error error = test::Failed(*MakeCurlTransport(), request);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, HasSubstr("is the endpoint http, not https?"));
}

TEST(CurlTransportTls, SuggestsHttpForAProxyThatDoesNotSpeakTls) {
  testing::MockService proxy(test::FixedResponse());
  HttpSendOptions send_options = test::Watchdog();
  send_options.proxy = "https://127.0.0.1:" + std::to_string(proxy.port());
  const Error error =
      test::Failed(*MakeCurlTransport(), {.method = "GET", .url = "https://service.example/"}, send_options);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, HasSubstr("is the proxy http, not https?"));
}

}  // namespace
}  // namespace lookoutvision
