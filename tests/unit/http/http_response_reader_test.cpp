// Tests of HttpResponseReader: a row per rule of RFC 9112, parsed whole and in pieces.
#include "http/http_response_reader.h"

#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using Problem = HttpResponseReader::Problem;

// Including NUL bytes.
template <std::size_t size>
std::string Bytes(const char (&text)[size]) {
  return std::string(text, size - 1);
}

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

struct Row {
  const char* name;
  std::string bytes;
  int status = 200;
  std::string body = {};
  bool open = true;
  Problem problem = Problem::kNone;
  std::string reason = {};
  std::string rest = {};
  bool to_head = false;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

constexpr HttpResponseReader::Limits kLimits{.header_bytes = 200, .body_bytes = 20};

// Parses the pieces in order, and then the end of the connection.
Result Read(const std::vector<std::string_view>& pieces, bool to_head) {
  HttpResponse response;
  HttpResponseReader reader(to_head, kLimits, response);
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

Row Invalid(const char* name, std::string bytes, std::string reason) {
  return {.name = name, .bytes = std::move(bytes), .problem = Problem::kInvalid, .reason = std::move(reason)};
}
Row Broken(const char* name, std::string bytes, std::string reason) {
  return {.name = name, .bytes = std::move(bytes), .problem = Problem::kBroken, .reason = std::move(reason)};
}
Row TooLarge(const char* name, std::string bytes, Problem problem) {
  const std::string part = problem == Problem::kBodyTooLarge ? "body" : "header";
  return {.name = name,
          .bytes = std::move(bytes),
          .problem = problem,
          .reason = "the " + part + " of the response is too large"};
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kLength5 = "Content-Length: 5\r\n";
const std::string kChunked = "Transfer-Encoding: chunked\r\n";
const std::string kHello = "hello";

constexpr const char* kNotHttp = "the response does not begin with HTTP/1.1";
constexpr const char* kBadVersion = "the version of the response is not HTTP/1.1";
constexpr const char* kBadStatus = "the status of the response is not a number of three digits";
constexpr const char* kBadLine = "a header line of the response does not begin with a name and a colon";
constexpr const char* kBadByte = "a header line of the response holds a NUL or a CR";
constexpr const char* kBadLength =
    "the Content-Length of the response is not a number, or there are two that differ";
constexpr const char* kBadEncoding = "the Transfer-Encoding of the response is not supported";
constexpr const char* kBadChunk = "the size of a chunk of the response is malformed";
constexpr const char* kLongChunk = "a chunk of the response is longer than its size";
constexpr const char* kTruncatedHeader = "the connection was closed within the header";
constexpr const char* kTruncatedBody = "the connection was closed within the body";

std::vector<Row> StatusLines() {
  return {
      {.name = "Usual", .bytes = kOk + kLength5 + "\r\nhello", .body = kHello},
      {.name = "NoReason", .bytes = "HTTP/1.1 200\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "EmptyReason", .bytes = "HTTP/1.1 200 \r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "NonAsciiReason", .bytes = "HTTP/1.1 200 \xFF\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "BareLineFeeds", .bytes = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", .body = kHello},
      {.name = "Http10",
       .bytes = "HTTP/1.0 200 OK\r\n" + kLength5 + "\r\nhello",
       .body = kHello,
       .open = false},
      {.name = "LaterMinorVersion", .bytes = "HTTP/1.2 200 OK\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "HighestStatus",
       .bytes = "HTTP/1.1 999 Odd\r\n" + kLength5 + "\r\nhello",
       .status = 999,
       .body = kHello},
      Invalid("AnotherMajorVersion", "HTTP/2.0 200 OK\r\n\r\n", kNotHttp),
      Invalid("TwoDigitsOfMinorVersion", "HTTP/1.10 200 OK\r\n\r\n", kBadVersion),
      Invalid("LettersOfMinorVersion", "HTTP/1.x 200 OK\r\n\r\n", kBadVersion),
      Invalid("NoMinorVersion", "HTTP/1.\r\n\r\n", kBadVersion),
      Invalid("TabAfterTheVersion", "HTTP/1.1\t200 OK\r\n\r\n", kBadVersion),
      Invalid("LowerCase", "http/1.1 200 OK\r\n\r\n", kNotHttp),
      Invalid("EmptyLineBefore", "\r\n" + kOk + "\r\n", kNotHttp),
      Invalid("BlankBefore", " " + kOk + "\r\n", kNotHttp),
      Invalid("Http09", "<html></html>", kNotHttp),
      Invalid("GarbageWithoutALine", std::string(1000, 'x'), kNotHttp),
      Invalid("StatusOfTwoDigits", "HTTP/1.1 20 OK\r\n\r\n", kBadStatus),
      Invalid("StatusOfFourDigits", "HTTP/1.1 2000 OK\r\n\r\n", kBadStatus),
      Invalid("StatusBelow100", "HTTP/1.1 099 OK\r\n\r\n", kBadStatus),
      Invalid("StatusWithSign", "HTTP/1.1 +20 OK\r\n\r\n", kBadStatus),
      Invalid("StatusOfLetters", "HTTP/1.1 2xx OK\r\n\r\n", kBadStatus),
      Invalid("TwoBlanksBeforeTheStatus", "HTTP/1.1  200 OK\r\n\r\n", kBadStatus),
      Invalid("NoStatus", "HTTP/1.1 \r\n\r\n", kBadVersion),
      Invalid("NulInTheReason", Bytes("HTTP/1.1 200 O\0K\r\n\r\n"), kBadByte),
      Invalid("CrInTheReason", "HTTP/1.1 200 O\rK\r\n\r\n", kBadByte),
      Broken("Nothing", "", "the connection was closed without a response"),
      Broken("HalfAStatusLine", "HTTP/1.1 20", kTruncatedHeader),
  };
}

std::vector<Row> Fields() {
  return {
      {.name = "NonAsciiBytesInAValue",
       .bytes = kOk + kLength5 + "X: \xC3\xA4 \xFF\t.\r\n\r\nhello",
       .body = kHello},
      {.name = "ColonsInAValue", .bytes = kOk + kLength5 + "X::a: b\r\n\r\nhello", .body = kHello},
      {.name = "EmptyValue", .bytes = kOk + kLength5 + "X:\r\n\r\nhello", .body = kHello},
      {.name = "NoBlankBeforeTheValue", .bytes = kOk + "content-length:5\r\n\r\nhello", .body = kHello},
      {.name = "BlanksAroundTheValue", .bytes = kOk + "Content-Length: \t 5 \t\r\n\r\nhello", .body = kHello},
      {.name = "ContinuedField",
       .bytes = kOk + "X: a\r\n b\r\n\t c\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "ContinuedFieldWithABlankLine",
       .bytes = kOk + "X: a\r\n \r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "LengthInAContinuation",
       .bytes = kOk + "X: a\r\n Content-Length: 9\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "ContinuedLength", .bytes = kOk + "Content-Length:\r\n 5\r\n\r\nhello", .body = kHello},
      Invalid("BlankBeforeTheFirstName", kOk + " X: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NoColon", kOk + "what is this\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NoColonAtTheEnd", kOk + kLength5 + "what\r\n\r\nhello", kBadLine),
      Invalid("NoName", kOk + ": a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("SpaceBeforeTheColon", kOk + "X : a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("TabBeforeTheColon", kOk + "X\t: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("SpaceBeforeTheColonOfTheLength", kOk + "Content-Length : 5\r\n\r\nhello", kBadLine),
      Invalid("SpaceInAName", kOk + "X Y: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NonAsciiBytesInAName", kOk + "\x80\xFF: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NulInAName", kOk + Bytes("X\0: a\r\n") + kLength5 + "\r\nhello", kBadByte),
      Invalid("NulInAValue", kOk + Bytes("X: a\0b\r\n") + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrInAValue", kOk + "X: a\rb\r\n" + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrAtTheEndOfAValue", kOk + "X: a\r\r\n" + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrForALine", kOk + "X: a\r" + kLength5 + "\r\nhello", kBadByte),
      Invalid("NulInAContinuation", kOk + Bytes("X: a\r\n b\0\r\n") + kLength5 + "\r\nhello", kBadByte),
      Broken("HalfAField", kOk + "X: ", kTruncatedHeader),
      Broken("NoEmptyLine", kOk + kLength5, kTruncatedHeader),
      Broken("HalfAnEmptyLine", kOk + kLength5 + "\r", kTruncatedHeader),
      {.name = "HeaderOfTheLimit",
       .bytes = kOk + "X: " + std::string(200 - 17 - 19 - 5 - 2, 'x') + "\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      TooLarge("HeaderAboveTheLimit",
               kOk + "X: " + std::string(200 - 17 - 19 - 5 - 2 + 1, 'x') + "\r\n" + kLength5 + "\r\nhello",
               Problem::kHeaderTooLarge),
      TooLarge("LineWithoutEnd", kOk + "X: " + std::string(1000, 'x'), Problem::kHeaderTooLarge),
      TooLarge("StatusLineWithoutEnd", "HTTP/1.1 200 " + std::string(1000, 'x'), Problem::kHeaderTooLarge),
  };
}

// `count` interim responses of 25 bytes each.
std::string Interim(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += "HTTP/1.1 100 Continue\r\n\r\n";
  return bytes;
}

std::vector<Row> Framings() {
  return {
      {.name = "NoBody", .bytes = kOk + "Content-Length: 0\r\n\r\n"},
      {.name = "LengthTwice", .bytes = kOk + kLength5 + kLength5 + "\r\nhello", .body = kHello},
      {.name = "LengthWithZeros", .bytes = kOk + "Content-Length: 005\r\n\r\nhello", .body = kHello},
      {.name = "ConnectionClose",
       .bytes = kOk + kLength5 + "Connection: x, Close\r\n\r\nhello",
       .body = kHello,
       .open = false},
      {.name = "ConnectionCloseFirst",
       .bytes = kOk + kLength5 + "Connection: close\r\nConnection: keep-alive\r\n\r\nhello",
       .body = kHello,
       .open = false},
      {.name = "ConnectionOfAnotherName",
       .bytes = kOk + kLength5 + "Connection: closed\r\n\r\nhello",
       .body = kHello},
      {.name = "MoreThanTheLength",
       .bytes = kOk + kLength5 + "\r\nhelloHTTP/1.1",
       .body = kHello,
       .rest = "HTTP/1.1"},
      {.name = "ToTheEnd", .bytes = kOk + "\r\nhello", .body = kHello, .open = false},
      {.name = "EmptyToTheEnd", .bytes = kOk + "\r\n", .open = false},
      {.name = "Head", .bytes = kOk + kLength5 + "\r\n", .to_head = true},
      {.name = "HeadOfChunks", .bytes = kOk + kChunked + "\r\n", .to_head = true},
      {.name = "HeadWithABody", .bytes = kOk + kLength5 + "\r\nhello", .rest = kHello, .to_head = true},
      {.name = "NoContent", .bytes = "HTTP/1.1 204 No Content\r\n\r\n", .status = 204},
      {.name = "NoContentWithALength",
       .bytes = "HTTP/1.1 204 No Content\r\n" + kLength5 + "\r\nhello",
       .status = 204,
       .rest = kHello},
      {.name = "NotModified", .bytes = "HTTP/1.1 304 Not Modified\r\n" + kLength5 + "\r\n", .status = 304},
      {.name = "SwitchingProtocols",
       .bytes = "HTTP/1.1 101 Odd\r\nUpgrade: odd\r\n\r\nodd",
       .status = 101,
       .open = false,
       .rest = "odd"},
      {.name = "InterimResponses",
       .bytes = "HTTP/1.1 100 Continue\r\nX: 1\r\nContent-Length: 9\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" +
                kOk + kLength5 + "\r\nhello",
       .body = kHello},
      Broken("InterimResponseAlone", "HTTP/1.1 100 Continue\r\n\r\n", kTruncatedHeader),
      Invalid("MalformedInterimResponse",
              "HTTP/1.1 100 Continue\r\nX : 1\r\n\r\n" + kOk + kLength5 + "\r\nhello", kBadLine),
      {.name = "InterimResponsesUpToTheLimit",
       .bytes = Interim(5) + kOk + kLength5 + "\r\nhello",
       .body = kHello},
      TooLarge("InterimResponsesAboveTheLimit", Interim(9), Problem::kHeaderTooLarge),
      Invalid("LengthsThatDiffer", kOk + kLength5 + "Content-Length: 6\r\n\r\nhello", kBadLength),
      Invalid("LengthBadThenGood", kOk + "Content-Length: x\r\n" + kLength5 + "\r\nhello", kBadLength),
      Invalid("LengthGoodThenBad", kOk + kLength5 + "Content-Length: x\r\n\r\nhello", kBadLength),
      Invalid("ListOfLengths", kOk + "Content-Length: 5, 5\r\n\r\nhello", kBadLength),
      Invalid("EmptyLength", kOk + "Content-Length:\r\n\r\nhello", kBadLength),
      Invalid("LengthWithPlus", kOk + "Content-Length: +5\r\n\r\nhello", kBadLength),
      Invalid("LengthBelowZero", kOk + "Content-Length: -5\r\n\r\nhello", kBadLength),
      Invalid("LengthInHex", kOk + "Content-Length: 0x5\r\n\r\nhello", kBadLength),
      Invalid("LengthWithTrailingText", kOk + "Content-Length: 5 5\r\n\r\nhello", kBadLength),
      Invalid("LengthOutOfRange", kOk + "Content-Length: 18446744073709551621\r\n\r\nhello", kBadLength),
      Invalid("LengthAndChunks", kOk + kLength5 + kChunked + "\r\n5\r\nhello\r\n0\r\n\r\n",
              "the response has a Content-Length and a Transfer-Encoding"),
      Invalid("ChunksAndLength", kOk + kChunked + kLength5 + "\r\n5\r\nhello\r\n0\r\n\r\n",
              "the response has a Content-Length and a Transfer-Encoding"),
      Invalid("OtherEncoding", kOk + "Transfer-Encoding: gzip\r\n\r\nhello", kBadEncoding),
      Invalid("EncodingInAList", kOk + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", kBadEncoding),
      Invalid("Identity", kOk + "Transfer-Encoding: identity\r\n" + kLength5 + "\r\nhello", kBadEncoding),
      Invalid("ChunkedTwice", kOk + kChunked + kChunked + "\r\n0\r\n\r\n", kBadEncoding),
      Invalid("ChunkedWithAParameter", kOk + "Transfer-Encoding: chunked;x=1\r\n\r\n0\r\n\r\n", kBadEncoding),
      Invalid("EmptyEncoding", kOk + "Transfer-Encoding:\r\n\r\nhello", kBadEncoding),
      Invalid("ChunksInHttp10", "HTTP/1.0 200 OK\r\n" + kChunked + "\r\n0\r\n\r\n", kBadEncoding),
      Broken("TruncatedBody", kOk + kLength5 + "\r\nhell", kTruncatedBody),
      {.name = "BodyOfTheLimit",
       .bytes = kOk + "Content-Length: 20\r\n\r\n" + std::string(20, 'x'),
       .body = std::string(20, 'x')},
      {.name = "BodyOfTheLimitToTheEnd",
       .bytes = kOk + "\r\n" + std::string(20, 'x'),
       .body = std::string(20, 'x'),
       .open = false},
      TooLarge("LengthAboveTheLimit", kOk + "Content-Length: 21\r\n\r\n", Problem::kBodyTooLarge),
      TooLarge("LargestLength", kOk + "Content-Length: 9223372036854775807\r\n\r\n", Problem::kBodyTooLarge),
      TooLarge("BodyAboveTheLimitToTheEnd", kOk + "\r\n" + std::string(21, 'x'), Problem::kBodyTooLarge),
      {.name = "ErrorAboveTheLimit",
       .bytes = "HTTP/1.1 503 Busy\r\nContent-Length: 21\r\n\r\n" + std::string(21, 'x'),
       .status = 503,
       .body = std::string(20, 'x'),
       .open = false,
       .rest = "x"},
      {.name = "ErrorAboveTheLimitToTheEnd",
       .bytes = "HTTP/1.1 503 Busy\r\n\r\n" + std::string(21, 'x'),
       .status = 503,
       .body = std::string(20, 'x'),
       .open = false,
       .rest = "x"},
  };
}

std::vector<Row> Chunks() {
  const auto chunks = [](const std::string& bytes) { return kOk + kChunked + "\r\n" + bytes; };
  return {
      {.name = "OneChunk", .bytes = chunks("5\r\nhello\r\n0\r\n\r\n"), .body = kHello},
      {.name = "TwoChunks", .bytes = chunks("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), .body = kHello},
      {.name = "NoChunk", .bytes = chunks("0\r\n\r\n")},
      {.name = "SizeInHex",
       .bytes = chunks("a\r\n0123456789\r\n0A\r\n0123456789\r\n0\r\n\r\n"),
       .body = "01234567890123456789"},
      {.name = "SizeWithZeros",
       .bytes = chunks("00000000000000000000005\r\nhello\r\n000\r\n\r\n"),
       .body = kHello},
      {.name = "Extensions", .bytes = chunks("5;a=b;c=\"d\"\r\nhello\r\n0 ; a\r\n\r\n"), .body = kHello},
      {.name = "BlanksAfterTheSize", .bytes = chunks("5 \t\r\nhello\r\n0  \r\n\r\n"), .body = kHello},
      {.name = "Trailers",
       .bytes = chunks("5\r\nhello\r\n0\r\nX: 1\r\n 2\r\n" + kLength5 + "\r\n"),
       .body = kHello},
      {.name = "ChunkedIgnoringCase",
       .bytes = kOk + "transfer-ENCODING: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
       .body = kHello},
      {.name = "MoreThanTheChunks", .bytes = chunks("0\r\n\r\nmore"), .rest = "more"},
      Broken("SizeOfLetters", chunks("zz\r\nhello\r\n"), kBadChunk),
      Broken("EmptySize", chunks("\r\nhello\r\n"), kBadChunk),
      Broken("SizeBelowZero", chunks("-5\r\nhello\r\n"), kBadChunk),
      Broken("SizeWithPlus", chunks("+5\r\nhello\r\n"), kBadChunk),
      Broken("SizeWithPrefix", chunks("0x5\r\nhello\r\n"), kBadChunk),
      Broken("BlankBeforeTheSize", chunks(" 5\r\nhello\r\n"), kBadChunk),
      Broken("SizeOutOfRange", chunks("10000000000000000\r\nhello\r\n"), kBadChunk),
      Broken("SizeWithTrailingText", chunks("5 5\r\nhello\r\n"), kBadChunk),
      Broken("SizeWithoutCr", chunks("5\nhello\r\n0\r\n\r\n"), kBadChunk),
      Broken("ExtensionWithoutCr", chunks("5;a\nhello\r\n0\r\n\r\n"), kBadChunk),
      Broken("CrInAnExtension", chunks("5;a\rb\r\nhello\r\n0\r\n\r\n"), kBadChunk),
      Broken("NulInAnExtension", chunks(Bytes("5;\0\r\nhello\r\n0\r\n\r\n")), kBadChunk),
      Broken("ChunkLongerThanItsSize", chunks("4\r\nhello\r\n0\r\n\r\n"), kLongChunk),
      Broken("ChunkWithoutCr", chunks("5\r\nhello\n0\r\n\r\n"), kLongChunk),
      Broken("ChunkWithoutLf", chunks("5\r\nhello\r0\r\n\r\n"), kLongChunk),
      Broken("TruncatedChunk", chunks("5\r\nhell"), kTruncatedBody),
      Broken("NoLastChunk", chunks("5\r\nhello\r\n"), kTruncatedBody),
      Broken("NoEndOfTheTrailers", chunks("5\r\nhello\r\n0\r\n"), kTruncatedBody),
      Invalid("TrailerWithoutColon", chunks("5\r\nhello\r\n0\r\nwhat\r\n\r\n"), kBadLine),
      Invalid("NulInATrailer", chunks("5\r\nhello\r\n0\r\n" + Bytes("X: \0\r\n\r\n")), kBadByte),
      TooLarge("TrailersAboveTheLimit", chunks("0\r\nX: " + std::string(200, 'x') + "\r\n\r\n"),
               Problem::kHeaderTooLarge),
      TooLarge("ExtensionAboveTheLimit", chunks("5;" + std::string(200, 'x') + "\r\nhello\r\n0\r\n\r\n"),
               Problem::kHeaderTooLarge),
      TooLarge(
          "ExtensionsAboveTheLimit",
          chunks("1;" + std::string(90, 'x') + "\r\nh\r\n1;" + std::string(90, 'x') + "\r\ne\r\n0\r\n\r\n"),
          Problem::kHeaderTooLarge),
      TooLarge("ZerosAboveTheLimit", chunks(std::string(200, '0') + "5\r\nhello\r\n0\r\n\r\n"),
               Problem::kHeaderTooLarge),
      TooLarge("ChunkAboveTheLimit", chunks("15\r\n"), Problem::kBodyTooLarge),
      TooLarge("LargestChunk", chunks("ffffffffffffffff\r\n"), Problem::kBodyTooLarge),
      TooLarge("ChunksAboveTheLimit", chunks("14\r\n01234567890123456789\r\n1\r\n"), Problem::kBodyTooLarge),
      {.name = "ChunksOfAnErrorAboveTheLimit",
       .bytes = "HTTP/1.1 503 Busy\r\n" + kChunked + "\r\n15\r\n012345678901234567890\r\n0\r\n\r\n",
       .status = 503,
       .body = "01234567890123456789",
       .open = false,
       .rest = "0\r\n0\r\n\r\n"},
  };
}

class HttpResponseReaderRow : public ::testing::TestWithParam<Row> {};

TEST_P(HttpResponseReaderRow, MatchesTheTable) {
  const Row& row = GetParam();
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

std::string RowName(const ::testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(StatusLine, HttpResponseReaderRow, ::testing::ValuesIn(StatusLines()), RowName);
INSTANTIATE_TEST_SUITE_P(Field, HttpResponseReaderRow, ::testing::ValuesIn(Fields()), RowName);
INSTANTIATE_TEST_SUITE_P(Framing, HttpResponseReaderRow, ::testing::ValuesIn(Framings()), RowName);
INSTANTIATE_TEST_SUITE_P(Chunked, HttpResponseReaderRow, ::testing::ValuesIn(Chunks()), RowName);

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
  EXPECT_LT(CapacityAfterTheLargestLength(kLimits), 100U);
}

TEST(HttpResponseReader, AllocatesLittleForABodyBeforeItArrives) {
  constexpr auto kNoLimit = std::numeric_limits<std::size_t>::max();
  EXPECT_LE(CapacityAfterTheLargestLength({.header_bytes = 1000, .body_bytes = kNoLimit}),
            std::size_t{64} << 10);
}

}  // namespace
}  // namespace lookoutvision::internal
