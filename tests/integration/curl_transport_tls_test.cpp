// Tests of TLS in the libcurl transport.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/text_file.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::ExpectResponse;
using test::Failed;
using test::FixedResponse;
using test::Get;
using test::LastRequest;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::MockService;
using testing::MockServiceOptions;
using ::testing::Not;
using testing::ServerCertificate;
using ::testing::StartsWith;

MockServiceOptions Showing(ServerCertificate certificate) {
  MockServiceOptions options = FixedResponse({.body = "hello"}, /*tls=*/true);
  options.certificate = certificate;
  return options;
}

// The error of a call to a server with `certificate` and a trusted CA.
Error ErrorOf(ServerCertificate certificate) {
  MockService service(Showing(certificate));
  const Error error = Failed(*MakeCurlTransport({.ca_bundle = service.ca_bundle_path()}), Get(service));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_EQ(error.endpoint, service.endpoint_url());
  EXPECT_EQ(service.counters().requests, 0U);
  EXPECT_THAT(error.message, StartsWith("making the TLS handshake with 127.0.0.1:"));
  return error;
}

TEST(CurlTransportTls, TrustsTheGivenBundle) {
  MockService service(Showing(ServerCertificate::kGood));
  const auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
  EXPECT_EQ(ExpectResponse(*transport, Get(service)).body, "hello");
  EXPECT_EQ(ExpectResponse(*transport, Get(service)).body, "hello");
  EXPECT_TRUE(LastRequest(service).tls);
  EXPECT_EQ(service.counters().connections, 1U);
}

TEST(CurlTransportTls, VerifiesTheHostOfTheUrl) {
  MockService service(Showing(ServerCertificate::kGood));
  HttpRequest request{.method = "GET", .url = "https://localhost:" + std::to_string(service.port()) + "/"};
  // The Host header is ignored.
  request.headers.Add("Host", "other.example");
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport({.ca_bundle = service.ca_bundle_path()}), request).status, 200);
}

TEST(CurlTransportTls, RefusesAnUntrustedAuthority) {
  MockService service(Showing(ServerCertificate::kGood));
  const Error error = Failed(*MakeCurlTransport(), Get(service));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, AllOf(HasSubstr("certificate"), HasSubstr("ca_bundle")));
}

TEST(CurlTransportTls, RefusesAnAuthorityOutsideTheBundle) {
  MockService service(Showing(ServerCertificate::kGood));
  MockService other(Showing(ServerCertificate::kGood));
  const Error error = Failed(*MakeCurlTransport({.ca_bundle = other.ca_bundle_path()}), Get(service));
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, HasSubstr("the trusted authorities are those in " + other.ca_bundle_path()));
}

TEST(CurlTransportTls, RefusesAnExpiredCertificate) {
  EXPECT_THAT(ErrorOf(ServerCertificate::kExpired).message,
              AllOf(HasSubstr("expired"), Not(HasSubstr("ca_bundle"))));
}

TEST(CurlTransportTls, RefusesASelfSignedCertificate) {
  EXPECT_THAT(ErrorOf(ServerCertificate::kSelfSigned).message,
              AllOf(HasSubstr("self-signed"), HasSubstr("ca_bundle")));
}

TEST(CurlTransportTls, RefusesACertificateForAnotherHost) {
  EXPECT_THAT(ErrorOf(ServerCertificate::kWrongHost).message,
              AllOf(StartsWith("making the TLS handshake with "),
                    ContainsRegex("target (host name|[iI][pP]v4 address) '127.0.0.1'")));
}

TEST(CurlTransportTls, NamesAnUnusableBundle) {
  MockService service(Showing(ServerCertificate::kGood));
  const test::TextFile no_certificates("no certificates\n");
  for (const std::string& path : {std::string("/no/such/ca.pem"), std::string("/"), no_certificates.path()}) {
    const Error error = Failed(*MakeCurlTransport({.ca_bundle = path}), Get(service));
    EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
    EXPECT_FALSE(error.retryable);
    EXPECT_THAT(error.message, AllOf(StartsWith("the CA bundle " + path + " cannot be used: "),
                                     HasSubstr("ca_bundle must name a readable file of PEM certificates")));
  }
}

TEST(CurlTransportTls, ReadsNoBundleForPlainHttp) {
  MockService service(FixedResponse());
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport({.ca_bundle = "/no/such/ca.pem"}), Get(service)).status, 200);
}

TEST(CurlTransportTls, NamesAnUnusableClientCertificate) {
  MockService service(Showing(ServerCertificate::kGood));
  const Error error = Failed(*MakeCurlTransport({.ca_bundle = service.ca_bundle_path(),
                                                 .client_certificate = "/no/such/cert.pem",
                                                 .client_key = "/no/such/key.pem"}),
                             Get(service));
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_THAT(error.message,
              StartsWith("the client certificate /no/such/cert.pem with the key /no/such/key.pem "
                         "cannot be used: "));
}

TEST(CurlTransportTls, ReportsAFailedHandshakeIfThePeerSpeaksPlainHttp) {
  MockService service(FixedResponse());
  HttpRequest request = Get(service);
  request.url.replace(0, 4, "https");
  const Error error = Failed(*MakeCurlTransport(), request);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_THAT(error.message, StartsWith("making the TLS handshake with "));
}

}  // namespace
}  // namespace lookoutvision
