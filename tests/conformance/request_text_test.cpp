// Tests of the parser of requests in sigv4_test.
#include "request_text.h"

#include <iterator>

#include <gtest/gtest.h>

namespace lookoutvision::conformance {
namespace {

RequestText Parse(std::string_view text) {
  auto request = ParseRequestText(text);
  EXPECT_TRUE(request) << text;
  return request ? *std::move(request) : RequestText();
}

std::string ProblemOf(std::string_view text) {
  const auto request = ParseRequestText(text);
  EXPECT_FALSE(request) << text;
  return request ? "" : request.problem();
}

TEST(RequestText, ReadsMethodPathQueryHeadersAndBody) {
  const RequestText request = Parse("POST /a/b?x=1&y=?2 HTTP/1.1\nHost:example.com\nA: b\n\nbody");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/a/b");
  EXPECT_EQ(request.query, "x=1&y=?2");
  ASSERT_EQ(request.headers.size(), 2u);
  EXPECT_EQ(*std::next(request.headers.begin(), 0), (HttpHeaders::Field{"Host", "example.com"}));
  EXPECT_EQ(*std::next(request.headers.begin(), 1), (HttpHeaders::Field{"A", " b"}));
  EXPECT_EQ(request.body, "body");
}

TEST(RequestText, ReadsLinesThatEndInCrLf) {
  const RequestText request = Parse("GET / HTTP/1.1\r\nHost:a\r\nX:1\r\n 2\r\n\r\nline\r\nline\r\n");
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(request.headers.Find("Host"), "a");
  EXPECT_EQ(request.headers.Find("X"), "1 2");
  EXPECT_EQ(request.body, "line\r\nline\r\n");
}

TEST(RequestText, KeepsSpacesAndRawUtf8InTheTarget) {
  EXPECT_EQ(Parse("GET /example space/ HTTP/1.1\nHost:a\n").path, "/example space/");
  EXPECT_EQ(Parse("GET /\xE1\x88\xB4 HTTP/1.1\n").path, "/\xE1\x88\xB4");
  const RequestText request = Parse("GET /?p q=v w HTTP/1.1\n");
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(request.query, "p q=v w");
}

TEST(RequestText, ReadsARequestLineWithoutVersion) {
  EXPECT_EQ(Parse("GET /a b").path, "/a b");
  EXPECT_EQ(Parse("GET /?x\n").query, "x");
}

TEST(RequestText, JoinsTheLinesOfAFoldedHeaderWithOneSpace) {
  const RequestText request = Parse("GET / HTTP/1.1\nHost:a\nX:1\n  2\n\t 3  \nY:4");
  EXPECT_EQ(request.headers.Find("X"), "1 2 3");
  EXPECT_EQ(request.headers.Find("Y"), "4");
}

TEST(RequestText, KeepsRepeatedAndEmptyHeadersInTheirOrder) {
  const RequestText request = Parse("GET / HTTP/1.1\nX:2\nE:\nx:1\n");
  ASSERT_EQ(request.headers.size(), 3u);
  EXPECT_EQ(*std::next(request.headers.begin(), 0), (HttpHeaders::Field{"X", "2"}));
  EXPECT_EQ(*std::next(request.headers.begin(), 1), (HttpHeaders::Field{"E", ""}));
  EXPECT_EQ(*std::next(request.headers.begin(), 2), (HttpHeaders::Field{"x", "1"}));
}

TEST(RequestText, DoesNotRequireANewlineAtTheEnd) {
  const RequestText request = Parse("GET / HTTP/1.1\nHost:example.com");
  EXPECT_EQ(request.headers.Find("host"), "example.com");
  EXPECT_EQ(request.body, "");
}

TEST(RequestText, ReadsEveryByteAfterTheBlankLineAsTheBody) {
  EXPECT_EQ(Parse("POST / HTTP/1.1\nA:1\n\n\nB:2\n").body, "\nB:2\n");
  EXPECT_EQ(Parse("POST / HTTP/1.1\n\nbody").body, "body");
}

TEST(RequestText, SplitsAHeaderAtItsFirstColon) {
  EXPECT_EQ(Parse("GET / HTTP/1.1\nHost:a:8080\n").headers.Find("Host"), "a:8080");
}

TEST(RequestText, ReportsAMissingRequestLineAndHeaderName) {
  EXPECT_EQ(ProblemOf(""), "no request line");
  EXPECT_EQ(ProblemOf("GET"), "no request line");
  EXPECT_EQ(ProblemOf("GET \nHost:a\n"), "no request line");
  EXPECT_EQ(ProblemOf("GET / HTTP/1.1\nHost\n"), "a header line without a name: Host");
  EXPECT_EQ(ProblemOf("GET / HTTP/1.1\n:x\n"), "a header line without a name: :x");
  EXPECT_EQ(ProblemOf("GET / HTTP/1.1\n folded\n"), "a header line without a name:  folded");
}

}  // namespace
}  // namespace lookoutvision::conformance
