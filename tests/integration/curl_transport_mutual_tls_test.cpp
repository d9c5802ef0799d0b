// Tests of the libcurl transport with servers that require a certificate of the client, and with servers
// that do not speak TLS.
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
using ::testing::HasSubstr;

// A server that requires a certificate of the client.
FloodServer::Serve RequireCertificate(const testing::ServerIdentity& identity, int version) {
  const std::shared_ptr<SSL_CTX> context = test::MakeServerContext(identity);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return [context](FloodServer&, int client) {
    const test::Owned<SSL> ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), client);
    SSL_accept(ssl.get());
    // Until the client disconnects, so that a reset does not discard the alert.
    ::shutdown(client, SHUT_WR);
    std::array<char, 4096> rest;
    while (::recv(client, rest.data(), rest.size(), 0) > 0) {
    }
  };
}

class CurlTransportMutualTls : public ::testing::TestWithParam<int> {};

TEST_P(CurlTransportMutualTls, NamesTheMissingClientCertificateAndIsNotRetried) {
  const auto identity = testing::MakeServerIdentity(testing::ServerCertificate::kGood);
  const test::TextFile bundle(identity.ca);
  FloodServer server(RequireCertificate(identity, GetParam()));
  const Error error = test::Failed(*MakeCurlTransport({.ca_bundle = bundle.path()}),
                                   {.method = "GET", .url = server.url("https") + "/"});
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable) << error;
  EXPECT_THAT(error.message, HasSubstr("client_certificate"));
}

INSTANTIATE_TEST_SUITE_P(Tls12And13, CurlTransportMutualTls,
                         ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

TEST(CurlTransportTls, AsksWhetherAnEndpointThatDoesNotSpeakTlsIsHttp) {
  testing::MockService service(test::FixedResponse());
  HttpRequest request = test::Get(service);
  request.url.replace(0, 4, "https");
  const Error error = test::Failed(*MakeCurlTransport(), request);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, HasSubstr("is the endpoint http, not https?"));
}

}  // namespace
}  // namespace lookoutvision
