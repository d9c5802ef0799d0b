// Tests of the request writer.
#include "http/http_request_writer.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Written(const HttpRequest& request, std::string_view proxy = "") {
  std::string out = "previous content";
  WriteRequestHeader(request, proxy, out);
  return out;
}

std::string TargetOf(const std::string& url, std::string_view proxy = "") {
  const std::string written = Written({.method = "GET", .url = url}, proxy);
  return written.substr(4, written.find(" HTTP/1.1\r\n") - 4);
}

TEST(WriteRequestHeader, WritesTheRequestLineAndTheFieldsInOrder) {
  HttpRequest request{.method = "POST", .url = "https://vision.example/a?b", .body = "12345"};
  request.headers.Add("X-B", "1");
  request.headers.Add("host", "another.example");
  request.headers.Add("x-b", "");
  EXPECT_EQ(Written(request),
            "POST /a?b HTTP/1.1\r\nHost: another.example\r\nAccept: */*\r\nX-B: 1\r\nx-b: "
            "\r\nContent-Length: 5\r\n\r\n");
}

TEST(WriteRequestHeader, UsesTheHostOfTheUrlIfThereIsNoHostField) {
  EXPECT_THAT(Written({.method = "GET", .url = "HTTPS://Vision.example:443/"}),
              HasSubstr("\r\nHost: vision.example\r\n"));
  EXPECT_THAT(Written({.method = "GET", .url = "http://[::1]:81/"}), HasSubstr("\r\nHost: [::1]:81\r\n"));
}

TEST(WriteRequestHeader, KeepsAGivenAccept) {
  HttpRequest request{.method = "GET", .url = "http://h/"};
  request.headers.Add("accept", "application/json");
  EXPECT_EQ(Written(request), "GET / HTTP/1.1\r\nHost: h\r\naccept: application/json\r\n\r\n");
}

TEST(WriteRequestHeader, FramesTheMessageOnce) {
  HttpRequest request{.method = "PUT", .url = "http://h/"};
  request.headers.Add("content-LENGTH", "7");
  request.headers.Add("Transfer-Encoding", "chunked");
  request.headers.Add("EXPECT", "100-continue");
  EXPECT_EQ(Written(request), "PUT / HTTP/1.1\r\nHost: h\r\nAccept: */*\r\nContent-Length: 0\r\n\r\n");
}

TEST(WriteRequestHeader, WritesALengthForMethodsWithABody) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    EXPECT_THAT(Written({.method = method, .url = "http://h/"}), HasSubstr("Content-Length: 0\r\n"))
        << method;
  }
  for (const char* method : {"GET", "HEAD", "DELETE"}) {
    EXPECT_THAT(Written({.method = method, .url = "http://h/"}), Not(HasSubstr("Content-Length"))) << method;
    EXPECT_THAT(Written({.method = method, .url = "http://h/", .body = "x"}),
                HasSubstr("Content-Length: 1\r\n"))
        << method;
  }
}

TEST(RequestTarget, IsPathAndQueryAsWritten) {
  EXPECT_EQ(TargetOf("http://h/a/../%7e?b=%7e&c=//"), "/a/../%7e?b=%7e&c=//");
  EXPECT_EQ(TargetOf("http://h:1"), "/");
  EXPECT_EQ(TargetOf("https://h?q=/"), "/?q=/");
}

TEST(RequestTarget, IsTheWholeUrlForAForwardingProxy) {
  EXPECT_EQ(TargetOf("http://h:1/%7e", "http://proxy:2"), "http://h:1/%7e");
  EXPECT_EQ(TargetOf("http://h?q", "socks.example:2"), "http://h/?q");
  EXPECT_EQ(TargetOf("http://h", "HTTPS://proxy"), "http://h/");
}

TEST(RequestTarget, HasTheFormOfTheHostHeaderForAForwardingProxy) {
  const std::string written = Written({.method = "GET", .url = "HTTP://H.Example:80/A"}, "http://proxy:2");
  EXPECT_THAT(written, StartsWith("GET http://h.example/A HTTP/1.1\r\nHost: h.example\r\n"));
}

TEST(RequestTarget, IsPathAndQueryInATunnel) {
  EXPECT_EQ(TargetOf("https://h/%7e", "http://proxy:2"), "/%7e");
  EXPECT_EQ(TargetOf("http://h/%7e", "SOCKS5h://proxy:2"), "/%7e");
}

TEST(ProxyAuthorization, ContainsTheUserOfAForwardingProxy) {
  const HttpRequest request{.method = "GET", .url = "http://h/"};
  EXPECT_THAT(Written(request, "http://user:s3cret@proxy"),
              HasSubstr("\r\nProxy-Authorization: Basic dXNlcjpzM2NyZXQ=\r\n"));
  // The encoded users are `us:er:p@ss` and `user:`.
  EXPECT_THAT(Written(request, "us%3Aer:p%40ss@proxy"), HasSubstr(": Basic dXM6ZXI6cEBzcw==\r\n"));
  EXPECT_THAT(Written(request, "http://user@proxy"), HasSubstr(": Basic dXNlcjo=\r\n"));
}

TEST(ProxyAuthorization, IsNotSentToTheServer) {
  EXPECT_THAT(Written({.method = "GET", .url = "https://h/"}, "http://user:s3cret@proxy"),
              Not(HasSubstr("Proxy-Authorization")));
  EXPECT_THAT(Written({.method = "GET", .url = "http://h/"}, "socks5://user:s3cret@proxy"),
              Not(HasSubstr("Proxy-Authorization")));
  for (const char* without_user : {"http://proxy", "http://@proxy", "@proxy"}) {
    EXPECT_THAT(Written({.method = "GET", .url = "http://h/"}, without_user),
                Not(HasSubstr("Proxy-Authorization")));
  }
}

TEST(IsOneRequest, IsTrueForTokensAndLines) {
  HttpRequest request{.method = "M-SEARCH", .url = "http://h/"};
  request.headers.Add("X-a!#$%&'*+.^_`|~1", "\xFF\t: \x1b");
  EXPECT_TRUE(IsOneRequest(request));
}

TEST(IsOneRequest, IsFalseIfALineCouldBeginOrEnd) {
  for (const std::string method : {"", "GET ", "GET\r\n", "G:T"}) {
    EXPECT_FALSE(IsOneRequest({.method = method, .url = "http://h/"})) << method;
  }
  for (const std::string name : {"", "X ", "X:", "X\r\nY", "\x80"}) {
    HttpRequest request{.method = "GET", .url = "http://h/"};
    request.headers.Add(name, "1");
    EXPECT_FALSE(IsOneRequest(request)) << name;
  }
  for (const std::string& value :
       {std::string("1\r\nY: 2"), std::string("\r"), std::string("\n"), std::string(1, '\0')}) {
    HttpRequest request{.method = "GET", .url = "http://h/"};
    request.headers.Add("X", value);
    EXPECT_FALSE(IsOneRequest(request));
  }
}

}  // namespace
}  // namespace lookoutvision::internal
