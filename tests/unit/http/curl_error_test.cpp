// Tests of the errors for libcurl's codes.
#include "http/curl_error.h"

#include <cerrno>
#include <chrono>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {
namespace {

using Problem = HttpResponseReader::Problem;
using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CurlError : public ::testing::Test {
 protected:
  Error Explain(ExchangeEnd end, const std::string& curl_text = "") {
    curl_text.copy(connection_.error_text.data(), connection_.error_text.size() - 1);
    return ExplainFailure({end, connection_, *ParseUrl("https://vision.example/path"), options_, limits_});
  }
  Error Explain(CURLcode code, const std::string& curl_text = "") {
    return Explain(ExchangeEnd{.code = code}, curl_text);
  }

  HttpTransportOptions options_{
      .ca_bundle = "/ca.pem", .client_certificate = "/cert.pem", .client_key = "/key.pem"};
  CurlConnection connection_{options_};
  HttpSendOptions limits_;
};

TEST_F(CurlError, IsRetryableIfTheNetworkFailed) {
  for (const CURLcode code : {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
                              CURLE_SSL_CONNECT_ERROR, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PROXY}) {
    const Error error = Explain(code);
    EXPECT_EQ(error.kind, ErrorKind::kTransport) << code;
    EXPECT_TRUE(error.retryable) << code;
  }
}

TEST_F(CurlError, IsNotRetryableIfARetryWouldFailAgain) {
  for (const CURLcode code :
       {CURLE_PEER_FAILED_VERIFICATION, CURLE_WEIRD_SERVER_REPLY, CURLE_OUT_OF_MEMORY,
        CURLE_BAD_CONTENT_ENCODING, CURLE_UNRECOVERABLE_POLL, CURLE_TOO_MANY_REDIRECTS}) {
    const Error error = Explain(code);
    EXPECT_EQ(error.kind, ErrorKind::kTransport) << code;
    EXPECT_FALSE(error.retryable) << code;
  }
}

TEST_F(CurlError, IsRetryableIfAServerMaySoonAcceptOnTheUnixSocket) {
  limits_.unix_socket = "/run/gateway.sock";
  for (const int error : {0, ENOENT, ECONNREFUSED, ECONNRESET}) {
    connection_.socket_error = error;
    EXPECT_TRUE(Explain(CURLE_COULDNT_CONNECT).retryable) << error;
  }
  for (const int error : {EACCES, EPROTOTYPE, ENOTDIR}) {
    connection_.socket_error = error;
    EXPECT_FALSE(Explain(CURLE_COULDNT_CONNECT).retryable) << error;
  }
}

TEST_F(CurlError, IsUnreachableUnlessThePeerHadAcceptedTheConnection) {
  for (const int error : {ECONNREFUSED, ECONNRESET}) {
    connection_.socket_error = error;
    EXPECT_EQ(Explain(CURLE_COULDNT_CONNECT).unreachable, error == ECONNREFUSED) << error;
  }
}

TEST_F(CurlError, IsAConfigurationErrorIfTheConfigurationMustChange) {
  for (const CURLcode code : {CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION,
                              CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_UNSUPPORTED_PROTOCOL}) {
    const Error error = Explain(code);
    EXPECT_EQ(error.kind, ErrorKind::kConfiguration) << code;
    EXPECT_FALSE(error.retryable) << code;
  }
}

TEST_F(CurlError, QuotesTheMessageOfLibcurl) {
  EXPECT_EQ(Explain(CURLE_COULDNT_RESOLVE_HOST, "Could not resolve host: vision.example ").message,
            "looking up the name vision.example failed: Could not resolve host: vision.example");
}

TEST_F(CurlError, DescribesTheCodeIfLibcurlHasNoMessage) {
  EXPECT_EQ(Explain(CURLE_COULDNT_CONNECT).message, std::string("connecting to vision.example:443 failed: ") +
                                                        curl_easy_strerror(CURLE_COULDNT_CONNECT));
}

TEST_F(CurlError, NamesTheFilesOfTheHandshake) {
  EXPECT_THAT(Explain(CURLE_SSL_CACERT_BADFILE).message, AllOf(HasSubstr("/ca.pem"), HasSubstr("ca_bundle")));
  EXPECT_THAT(Explain(CURLE_SSL_CERTPROBLEM).message,
              AllOf(HasSubstr("/cert.pem"), HasSubstr("/key.pem"), HasSubstr("pass phrase")));
}

TEST_F(CurlError, NamesTheSizeLimitThatWasExceeded) {
  options_.max_header_bytes = 123;
  options_.max_body_bytes = 456;
  const Error header =
      Explain(ExchangeEnd{.cause = ExchangeEnd::Cause::kResponse, .problem = Problem::kHeaderTooLarge});
  EXPECT_THAT(header.message, HasSubstr("larger than max_header_bytes, 123 bytes"));
  const Error body =
      Explain(ExchangeEnd{.cause = ExchangeEnd::Cause::kResponse, .problem = Problem::kBodyTooLarge});
  EXPECT_THAT(body.message, HasSubstr("larger than max_body_bytes, 456 bytes"));
  for (const Error& error : {header, body}) {
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable);
  }
}

TEST_F(CurlError, IsNotRetryableForAResponseThatIsNotHttp) {
  const Error error = Explain(ExchangeEnd{.cause = ExchangeEnd::Cause::kResponse,
                                          .problem = Problem::kInvalid,
                                          .reason = "the status is odd",
                                          .phase = Phase::kReceive});
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, HasSubstr("vision.example:443 does not speak HTTP/1.1: the status is odd"));
}

TEST_F(CurlError, IsRetryableForATruncatedResponse) {
  const Error error = Explain(ExchangeEnd{.cause = ExchangeEnd::Cause::kResponse,
                                          .problem = Problem::kBroken,
                                          .reason = "it broke off",
                                          .phase = Phase::kReceive});
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(error.message, "receiving the response from vision.example:443 failed: it broke off");
}

TEST_F(CurlError, NamesTheTimeoutThatPassed) {
  limits_.connect_timeout = milliseconds{3100};
  limits_.timeout = milliseconds{30'000};
  const Error error = Explain(CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              HasSubstr("the connect timeout of 3.1 s passed while looking up the name vision.example: "));

  limits_.timeout = milliseconds{50};
  EXPECT_THAT(Explain(CURLE_OPERATION_TIMEDOUT).message, HasSubstr("the attempt timeout of 50 ms passed"));
  // After the connect phase, only the attempt timeout applies.
  limits_.timeout = milliseconds{61'005};
  EXPECT_THAT(Explain(ExchangeEnd{.code = CURLE_OPERATION_TIMEDOUT, .phase = Phase::kReceive}).message,
              HasSubstr("the attempt timeout of 61.005 s passed while receiving the response from "));
  limits_.timeout.reset();
  limits_.connect_timeout = milliseconds{2000};
  EXPECT_THAT(Explain(CURLE_OPERATION_TIMEDOUT).message, HasSubstr("the connect timeout of 2 s passed"));
}

TEST_F(CurlError, ShowsAProxyWithoutItsPassword) {
  for (const char* proxy : {"http://user:s3cret@proxy.example:3128", "user:s3cret@proxy.example:3128"}) {
    limits_.proxy = proxy;
    for (const CURLcode code : {CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR}) {
      EXPECT_THAT(Explain(code).message, AllOf(HasSubstr("proxy.example:3128"), Not(HasSubstr("s3cret"))));
    }
  }
  limits_.proxy = "http://proxy.example:3128";
  EXPECT_THAT(
      Explain(CURLE_COULDNT_CONNECT).message,
      HasSubstr("connecting to vision.example:443 through the proxy http://proxy.example:3128 failed"));
}

}  // namespace
}  // namespace lookoutvision::internal
