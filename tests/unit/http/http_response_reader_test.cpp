// Tests of HttpResponseReader, with the rows as a whole and in pieces.
#include "http/http_response_reader.h"

#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "response_rows.h"

namespace lookoutvision::internal {
namespace {

using Problem = HttpResponseReader::Problem;

/// The result of parsing a response.
struct Result {
  bool over = false;
  Problem problem = Problem::kNone;
  std::string reason = {};
  int status = 0;
  HttpHeaders headers = {};
  std::string body = {};
  bool open = false;
  std::string rest = {};

  friend bool operator==(const Result&, const Result&) = default;
};

void PrintTo(const Result& result, std::ostream* out) {
  *out << "over " << result.over << ", problem " << static_cast<int>(result.problem) << " (" << result.reason
       << "), status " << result.status << ", body \"" << result.body << "\", rest \"" << result.rest
       << "\", open " << result.open << ", headers";
  for (const HttpHeaders::Field& field : result.headers)
    *out << " [" << field.name << ": " << field.value << "]";
}

// Parses the pieces in order, and ends the connection.
Result Read(const std::vector<std::string_view>& pieces, bool to_head) {
  HttpResponse response;
  HttpResponseReader reader(to_head, kResponseRowLimits, response);
  Result result;
  for (std::string_view piece : pieces) {
    reader.Consume(piece);
    result.rest += piece;
  }
  reader.End();
  result.over = reader.is_over();
  result.problem = reader.problem();
  result.reason = reader.reason();
  // The content of a failed response is not specified.
  if (result.problem != Problem::kNone)
    return {.over = result.over, .problem = result.problem, .reason = result.reason};
  result.status = response.status;
  result.headers = response.headers;
  result.body = response.body;
  result.open = reader.leaves_connection_open();
  return result;
}

class HttpResponseReaderRow : public ::testing::TestWithParam<ResponseRow> {};

TEST_P(HttpResponseReaderRow, MatchesTheTable) {
  const ResponseRow& row = GetParam();
  const Result result = Read({row.bytes}, row.to_head);
  EXPECT_TRUE(result.over);
  EXPECT_EQ(result.problem, row.problem);
  EXPECT_EQ(result.reason, row.reason);
  if (row.problem != Problem::kNone) return;
  EXPECT_EQ(result.status, row.status);
  EXPECT_EQ(result.body, row.body);
  EXPECT_EQ(result.open, row.open);
  EXPECT_EQ(result.rest, row.rest);
}

TEST_P(HttpResponseReaderRow, IsParsedTheSameInPieces) {
  const std::string_view bytes = GetParam().bytes;
  const bool to_head = GetParam().to_head;
  const Result whole = Read({bytes}, to_head);
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(Read({bytes.substr(0, i), bytes.substr(i)}, to_head), whole) << "in two pieces, at " << i;
    single.push_back(bytes.substr(i, 1));
  }
  EXPECT_EQ(Read(single, to_head), whole) << "byte by byte";
}

std::string RowName(const ::testing::TestParamInfo<ResponseRow>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(StatusLine, HttpResponseReaderRow, ::testing::ValuesIn(StatusLineRows()), RowName);
INSTANTIATE_TEST_SUITE_P(Field, HttpResponseReaderRow, ::testing::ValuesIn(FieldRows()), RowName);
INSTANTIATE_TEST_SUITE_P(Framing, HttpResponseReaderRow, ::testing::ValuesIn(FramingRows()), RowName);
INSTANTIATE_TEST_SUITE_P(Chunked, HttpResponseReaderRow, ::testing::ValuesIn(ChunkRows()), RowName);

HttpHeaders HeadersOf(const std::string& bytes) {
  return Read({bytes}, false).headers;
}

TEST(HttpResponseReader, KeepsTheTrimmedFieldsInOrder) {
  HttpHeaders expected;
  expected.Add("X-One", "1");
  expected.Add("x-one", "a: \"b\" \xFF");
  expected.Add("X-Empty", "");
  expected.Add("Content-Length", "0");
  EXPECT_EQ(HeadersOf(kOk + "X-One:1\r\nx-one: \t a: \"b\" \xFF\t\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"),
            expected);
}

TEST(HttpResponseReader, JoinsAContinuedFieldWithSpaces) {
  EXPECT_EQ(HeadersOf(kOk + "X: a\r\n b \r\n\tc\r\nContent-Length: 0\r\n\r\n").Find("X"), "a b c");
}

TEST(HttpResponseReader, DiscardsFieldsOfInterimResponsesAndTrailers) {
  HttpHeaders expected;
  expected.Add("Transfer-Encoding", "chunked");
  EXPECT_EQ(HeadersOf("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n" + kOk + kChunked + "\r\n0\r\nX: 2\r\n\r\n"),
            expected);
}

// The memory allocated for a Content-Length before the body arrives.
std::size_t CapacityAfterTheLargestLength(HttpResponseReader::Limits limits) {
  HttpResponse response;
  HttpResponseReader reader(false, limits, response);
  std::string_view bytes = "HTTP/1.1 503 Busy\r\nContent-Length: 9223372036854775807\r\n\r\n";
  reader.Consume(bytes);
  EXPECT_FALSE(reader.is_over());
  return response.body.capacity();
}

TEST(HttpResponseReader, AllocatesNoMoreForABodyThanTheLimit) {
  EXPECT_LT(CapacityAfterTheLargestLength(kResponseRowLimits), 100U);
}

TEST(HttpResponseReader, AllocatesLittleForABodyBeforeItArrives) {
  constexpr auto kNoLimit = std::numeric_limits<std::size_t>::max();
  EXPECT_LE(CapacityAfterTheLargestLength({.header_bytes = 1000, .body_bytes = kNoLimit}),
            std::size_t{64} << 10);
}

}  // namespace
}  // namespace lookoutvision::internal
