// Tests of the validation of requests and options in the libcurl transport.
#include <memory>
#include <stop_token>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>

namespace lookoutvision {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// No server listens on this port, so that a request that is sent fails with kTransport.
constexpr const char* kUrl = "http://127.0.0.1:1/";

Error ErrorOf(const HttpRequest& request, const HttpSendOptions& send_options = {},
              const HttpTransportOptions& options = {}) {
  auto outcome = MakeCurlTransport(options)->Send(request, send_options);
  EXPECT_FALSE(outcome.has_value());
  return outcome ? Error{} : outcome.error();
}

HttpSendOptions Through(const std::string& proxy) {
  HttpSendOptions send_options;
  send_options.proxy = proxy;
  return send_options;
}

TEST(CurlTransportChecks, RejectAnInvalidUrl) {
  const Error error = ErrorOf({.method = "GET", .url = "ftp://127.0.0.1:1/"});
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_FALSE(error.retryable);
  EXPECT_EQ(error.message, "the URL cannot be used: it does not begin with https:// or http://");
  EXPECT_EQ(error.endpoint, "");
}

TEST(CurlTransportChecks, RejectAUserNameInTheUrl) {
  const Error error = ErrorOf({.method = "GET", .url = "http://user:s3cret@127.0.0.1:1/"});
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_THAT(error.message, AllOf(HasSubstr("user name"), Not(HasSubstr("s3cret"))));
  EXPECT_EQ(error.endpoint, "http://127.0.0.1:1");
}

TEST(CurlTransportChecks, RejectAnInvalidProxy) {
  for (const char* proxy : {"ftp://user:s3cret@127.0.0.1:1", "http://user:12/s3cret@127.0.0.1:1",
                            "http://user:s3cret@@127.0.0.1:1", "http://user:s3cret@", "http://",
                            "http://user:s3cret%@127.0.0.1:1", "http://127.0.0.1:1/s3cret",
                            "http://127.0.0.1:1?s3cret", "s3cret p", "http://s3cret%00:x@127.0.0.1:1",
                            "https://u:s3cret%0d%0A@127.0.0.1:1", "socks5h://u:%1fs3cret@127.0.0.1:1"}) {
    const Error error = ErrorOf({.method = "GET", .url = kUrl}, Through(proxy));
    EXPECT_EQ(error.kind, ErrorKind::kConfiguration) << proxy;
    EXPECT_THAT(error.message, AllOf(HasSubstr("the proxy cannot be used: it "), Not(HasSubstr("s3cret"))))
        << proxy;
  }
}

TEST(CurlTransportChecks, RejectAnInvalidUnixSocket) {
  for (const std::string& path : {std::string("a.sock"), std::string("/a\0b", 4), std::string(200, '/')}) {
    const Error error = ErrorOf({.method = "GET", .url = kUrl}, {.unix_socket = path});
    EXPECT_EQ(error.kind, ErrorKind::kConfiguration) << path;
    EXPECT_THAT(error.message, HasSubstr("the Unix socket cannot be used: its path must "));
  }
}

TEST(CurlTransportChecks, RejectAProxyForAUnixSocket) {
  const Error error =
      ErrorOf({.method = "GET", .url = kUrl}, {.proxy = "http://127.0.0.1:1", .unix_socket = "/a.sock"});
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_EQ(error.message, "the Unix socket cannot be used: it cannot be reached through a proxy");
  EXPECT_EQ(error.endpoint, "unix:/a.sock");
}

TEST(CurlTransportChecks, RejectACertificateWithoutItsKey) {
  for (const HttpTransportOptions& options :
       {HttpTransportOptions{.client_certificate = "/c.pem"}, HttpTransportOptions{.client_key = "/k.pem"}}) {
    const Error error = ErrorOf({.method = "GET", .url = kUrl}, {}, options);
    EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
    EXPECT_THAT(error.message, HasSubstr("client_certificate and client_key must be set together"));
    EXPECT_EQ(error.endpoint, "http://127.0.0.1:1");
  }
}

TEST(CurlTransportChecks, CancelACallThatWasStoppedBefore) {
  std::stop_source source;
  source.request_stop();
  const Error error = ErrorOf({.method = "GET", .url = kUrl}, {.stop_token = source.get_token()});
  EXPECT_EQ(error.kind, ErrorKind::kCancelled);
  EXPECT_FALSE(error.retryable);
  EXPECT_EQ(error.message, "cancelled before the request was sent");
  EXPECT_EQ(error.endpoint, "http://127.0.0.1:1");
}

}  // namespace
}  // namespace lookoutvision
