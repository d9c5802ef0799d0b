// Tests of the URL parser.
#include "base/url.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Url UrlOf(const std::string& text) {
  auto url = ParseUrl(text);
  EXPECT_TRUE(url) << text << ": " << (url ? "" : url.problem());
  return url ? *std::move(url) : Url();
}

// The problem of the text; empty if it is valid.
std::string ProblemOf(const std::string& text) {
  const auto url = ParseUrl(text);
  return url ? "" : url.problem();
}

TEST(Url, ParsesItsParts) {
  const Url url = UrlOf("https://vision.plant7.example:8443/base/path?a=b&c");
  EXPECT_EQ(url.scheme(), "https");
  EXPECT_TRUE(url.is_https());
  EXPECT_EQ(url.host(), "vision.plant7.example");
  EXPECT_EQ(url.port(), 8443);
  EXPECT_EQ(url.path(), "/base/path");
  EXPECT_EQ(url.query(), "a=b&c");
  EXPECT_FALSE(url.has_userinfo());
}

TEST(Url, NeedsOnlySchemeAndHost) {
  const Url url = UrlOf("http://h");
  EXPECT_EQ(url.host(), "h");
  EXPECT_EQ(url.port(), 80);
  EXPECT_EQ(url.path(), "");
  EXPECT_EQ(url.query(), "");
  EXPECT_EQ(UrlOf("https://h").port(), 443);
}

TEST(Url, AcceptsAQueryWithoutAPath) {
  const Url url = UrlOf("https://h?q=/x?y");
  EXPECT_EQ(url.host(), "h");
  EXPECT_EQ(url.path(), "");
  EXPECT_EQ(url.query(), "q=/x?y");
}

TEST(Url, LowersOnlySchemeAndHost) {
  const Url url = UrlOf("HTTPS://Vision.EXAMPLE/Path?Query");
  EXPECT_EQ(url.Origin(), "https://vision.example");
  EXPECT_EQ(url.path(), "/Path");
  EXPECT_EQ(url.query(), "Query");
}

TEST(Url, DoesNotChangePathAndQuery) {
  const Url url = UrlOf("https://h/a/../b//%7e{x}|:@[]?q=%20'[]+");
  EXPECT_EQ(url.path(), "/a/../b//%7e{x}|:@[]");
  EXPECT_EQ(url.query(), "q=%20'[]+");
}

TEST(Url, WritesItsAuthorityWithoutTheDefaultPort) {
  EXPECT_EQ(UrlOf("https://h:443/").Authority(), "h");
  EXPECT_EQ(UrlOf("http://h:80/").Authority(), "h");
  EXPECT_EQ(UrlOf("https://h:80/").Authority(), "h:80");
  EXPECT_EQ(UrlOf("http://h:0443/").Authority(), "h:443");
  EXPECT_EQ(UrlOf("http://[::1]:8080/").Authority(), "[::1]:8080");
  EXPECT_EQ(UrlOf("https://h/").HostAndPort(), "h:443");
  EXPECT_EQ(UrlOf("https://[FD00:EC2::254]/x").Origin(), "https://[fd00:ec2::254]");
}

TEST(Url, SurvivesCopyAndMove) {
  const std::string long_host(60, 'h');
  Url first = UrlOf("https://" + long_host + "/p");
  const Url copy = first;
  const Url moved = std::move(first);
  EXPECT_EQ(copy.host(), long_host);
  EXPECT_EQ(moved.host(), long_host);
  EXPECT_EQ(moved.path(), "/p");
}

TEST(Url, FindsTheHostAfterAUserName) {
  const Url url = UrlOf("http://user:pa%40ss@h:81/x@y");
  EXPECT_TRUE(url.has_userinfo());
  EXPECT_EQ(url.host(), "h");
  EXPECT_EQ(url.port(), 81);
  EXPECT_EQ(url.Origin(), "http://h:81");
  EXPECT_TRUE(UrlOf("http://@h").has_userinfo());
  // The text before the '@' is a user name, although it looks like a host.
  EXPECT_EQ(UrlOf("http://good.example@evil.example").host(), "evil.example");
  EXPECT_FALSE(UrlOf("http://h/a@b").has_userinfo());
}

TEST(Url, RejectsAnAtSignInsideAUserName) {
  for (const char* text : {"http://user:p@ss@h/", "http://@@h", "http://a@good.example:80@evil.example/"}) {
    EXPECT_THAT(ProblemOf(text), HasSubstr("'@'")) << text;
  }
}

TEST(Url, RejectsOtherSchemes) {
  for (const char* text : {"", "h", "//h", "ftp://h", "httpss://h", "file:///etc/passwd", "http:/h", "http:h",
                           "https:", " https://h", "://h", "x?https://h"}) {
    EXPECT_NE(ProblemOf(text), "") << text;
  }
}

TEST(Url, RejectsAnEmptyHost) {
  for (const char* text : {"http://", "http:///x", "http://:80", "http://user@", "http://?q"}) {
    EXPECT_THAT(ProblemOf(text), HasSubstr("no host")) << text;
  }
}

TEST(Url, RejectsForbiddenCharacters) {
  EXPECT_THAT(ProblemOf("http://h/a b"), HasSubstr("space"));
  EXPECT_THAT(ProblemOf("http://h/a\\b"), HasSubstr("backslash"));
  EXPECT_THAT(ProblemOf("http://h\\@evil.example/"), HasSubstr("backslash"));
  EXPECT_THAT(ProblemOf("http://h/#x"), HasSubstr("fragment"));
  EXPECT_THAT(ProblemOf("http://h/\xC3\xA4"), HasSubstr("ASCII"));
  EXPECT_THAT(ProblemOf("http://\xC3\xA4.example/"), HasSubstr("ASCII"));
  for (const char* text : {"http://h/\r\nX: y", "http://h\t/", "http://h/\x7f", "\nhttp://h"}) {
    EXPECT_THAT(ProblemOf(text), HasSubstr("control character")) << text;
  }
  EXPECT_THAT(ProblemOf(std::string("http://h/\0", 10)), HasSubstr("control character"));
}

TEST(Url, RejectsAPercentSignWithoutTwoHexDigits) {
  for (const char* text : {"http://h/%", "http://h/%2", "http://h/%2g", "http://h/?%zz", "http://u%@h/"}) {
    EXPECT_THAT(ProblemOf(text), HasSubstr("'%'")) << text;
  }
  EXPECT_EQ(ProblemOf("http://h/%2f%2F"), "");
}

TEST(Url, AcceptsNamesAndAddresses) {
  const std::string longest = std::string(63, 'a') + '.' + std::string(63, 'b') + '.' + std::string(63, 'c') +
                              '.' + std::string(61, 'd');
  for (const std::string& host :
       {std::string("a"), std::string("a-b.c_d.example"), std::string("example."), std::string("1a.2b"),
        std::string("0xyz"), std::string("127.0.0.1"), std::string("[::]"), std::string("[1:2:3:4:5:6:7:8]"),
        std::string("[::ffff:10.0.0.1]"), longest}) {
    EXPECT_EQ(UrlOf("https://" + host + ":1/").host(), host);
  }
}

TEST(Url, RejectsHostsThatAreNeitherNameNorAddress) {
  for (const std::string& host : {std::string("a..b"),
                                  std::string(".a"),
                                  std::string("."),
                                  std::string("a b"),
                                  std::string("a,b"),
                                  std::string("a%2eb"),
                                  std::string("a*"),
                                  std::string(64, 'a'),
                                  std::string("[::1"),
                                  std::string("::1"),
                                  std::string("[::1]x"),
                                  std::string("[]"),
                                  std::string("[1.2.3.4]"),
                                  std::string("[::1%25eth0]"),
                                  std::string("[:::1]"),
                                  std::string("[12345::]"),
                                  std::string("[1:2:3:4:5:6:7:8:9]"),
                                  std::string("a]"),
                                  std::string("a[::1]"),
                                  (std::string(63, 'a') + '.').append(200, 'b')}) {
    EXPECT_NE(ProblemOf("https://" + host + "/"), "") << host;
  }
}

// Resolvers treat these as addresses, some as 127.0.0.1.
TEST(Url, RejectsAddressesInLegacySpellings) {
  for (const char* host : {"127.1", "2130706433", "0x7f.0.0.1", "0x7f000001", "0177.0.0.1", "1.2.3.256",
                           "1.2.3.4.5", "1.2.3.", "127.0.0.1.", "name.1", "0x"}) {
    EXPECT_THAT(ProblemOf(std::string("https://") + host + "/"), HasSubstr("neither a name nor")) << host;
  }
}

TEST(Url, RejectsInvalidPorts) {
  for (const char* port : {"", "0", "65536", "99999", "1000000", "-1", "+1", "1a", "80:80", " 1"}) {
    EXPECT_NE(ProblemOf(std::string("https://h:") + port + "/"), "") << port;
  }
  EXPECT_THAT(ProblemOf("https://[::1]:70000"), HasSubstr("1 to 65535"));
  EXPECT_EQ(UrlOf("https://h:65535").port(), 65535);
}

TEST(Url, NeverQuotesTheUrl) {
  for (const char* text : {"http://user:s3cret@/", "http://user:s3cret@h:x/", "http://user:s3cret%@h/",
                           "s3cret://h", "http://s3cret..h/"}) {
    EXPECT_THAT(ProblemOf(text), Not(HasSubstr("s3cret"))) << text;
  }
}

TEST(IsHttps, DependsOnlyOnTheScheme) {
  EXPECT_TRUE(IsHttps("HTTPS://h"));
  for (const char* url : {"http://h", "httpsx://h", "https", "h:1", ""}) EXPECT_FALSE(IsHttps(url)) << url;
}

TEST(OriginOf, ReturnsSchemeAndAuthorityAsWritten) {
  EXPECT_EQ(OriginOf("HTTPS://Host:1/a://b"), "HTTPS://Host:1");
  EXPECT_EQ(OriginOf("http://h?q=/"), "http://h");
  EXPECT_EQ(OriginOf("http://[::1]:80"), "http://[::1]:80");
}

}  // namespace
}  // namespace lookoutvision::internal
