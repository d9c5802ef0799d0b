// Tests of the request parser.
#include "testing/request_parser.h"

#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using State = RequestParser::State;

TEST(RequestParser, ParsesARequestByteByByte) {
  const std::string text =
      "POST /a//../%7e?b#c HTTP/1.1\r\nHost: x\r\nA:  1  2 \r\na: 3\r\nContent-Length: 3\r\n\r\nxyz";
  RequestParser parser;
  std::string input;
  for (std::size_t i = 0; i < text.size(); ++i) {
    input += text[i];
    ASSERT_EQ(parser.Parse(input), i + 1 < text.size() ? State::kNeedsMore : State::kDone) << i;
  }
  EXPECT_TRUE(parser.keep_alive());
  const RecordedRequest request = parser.Take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/a//../%7e?b#c");
  EXPECT_EQ(request.body, "xyz");
  ASSERT_EQ(request.headers.size(), 4u);
  EXPECT_EQ(*std::next(request.headers.begin()), (HttpHeaders::Field{"A", "1  2"}));
  EXPECT_EQ(*std::next(request.headers.begin(), 2), (HttpHeaders::Field{"a", "3"}));
}

TEST(RequestParser, LeavesBytesAfterTheRequest) {
  RequestParser parser;
  std::string input = "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next";
  EXPECT_EQ(parser.Parse(input), State::kDone);
  EXPECT_EQ(input, "GET /next");
}

TEST(RequestParser, IgnoresTrailers) {
  RequestParser parser;
  std::string input =
      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nHost: other\r\n\r\nrest";
  ASSERT_EQ(parser.Parse(input), State::kDone);
  EXPECT_EQ(input, "rest");
  const RecordedRequest request = parser.Take();
  EXPECT_EQ(request.body, "x");
  EXPECT_EQ(request.headers.Find("Host"), std::nullopt);
}

TEST(RequestParser, ReportsThatTheConnectionCloses) {
  for (const char* text : {"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    RequestParser parser;
    std::string input = text;
    ASSERT_EQ(parser.Parse(input), State::kDone);
    EXPECT_FALSE(parser.keep_alive());
  }
}

TEST(RequestParser, ReportsAnExpectationOnce) {
  RequestParser parser;
  std::string input = "PUT / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Le";
  EXPECT_EQ(parser.Parse(input), State::kNeedsMore);
  EXPECT_FALSE(parser.TakeExpectation());
  input += "ngth: 1\r\n\r\n";
  EXPECT_EQ(parser.Parse(input), State::kNeedsMore);
  EXPECT_TRUE(parser.TakeExpectation());
  EXPECT_FALSE(parser.TakeExpectation());
}

TEST(RequestParser, RejectsInvalidRequests) {
  for (const char* text :
       {"HELLO\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"}) {
    RequestParser parser;
    std::string input = text;
    EXPECT_EQ(parser.Parse(input), State::kInvalid) << text;
  }
}

}  // namespace
}  // namespace lookoutvision::testing
