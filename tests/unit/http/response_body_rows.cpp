// The responses that test the framing of the body.
#include "response_rows.h"

namespace lookoutvision::internal {
namespace {

constexpr const char* kBadLength =
    "the Content-Length of the response is not a number, or has two different values";
constexpr const char* kBadEncoding = "the Transfer-Encoding of the response is not supported";
constexpr const char* kBadChunk = "the size of a chunk of the response is malformed";
constexpr const char* kLongChunk = "a chunk of the response is longer than its size";
constexpr const char* kTruncatedBody = "the connection was closed within the body";

// `count` interim responses of 25 bytes each.
std::string Interim(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += "HTTP/1.1 100 Continue\r\n\r\n";
  return bytes;
}

}  // namespace

std::vector<ResponseRow> FramingRows() {
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
      Incomplete("InterimResponseAlone", "HTTP/1.1 100 Continue\r\n\r\n", kTruncatedHeader),
      Invalid("MalformedInterimResponse",
              "HTTP/1.1 100 Continue\r\nX : 1\r\n\r\n" + kOk + kLength5 + "\r\nhello", kBadLine),
      {.name = "InterimResponsesUpToTheLimit",
       .bytes = Interim(5) + kOk + kLength5 + "\r\nhello",
       .body = kHello},
      TooLarge("InterimResponsesAboveTheLimit", Interim(9), ResponseRow::Problem::kHeaderTooLarge),
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
      Incomplete("TruncatedBody", kOk + kLength5 + "\r\nhell", kTruncatedBody),
      {.name = "BodyOfTheLimit",
       .bytes = kOk + "Content-Length: 20\r\n\r\n" + std::string(20, 'x'),
       .body = std::string(20, 'x')},
      {.name = "BodyOfTheLimitToTheEnd",
       .bytes = kOk + "\r\n" + std::string(20, 'x'),
       .body = std::string(20, 'x'),
       .open = false},
      TooLarge("LengthAboveTheLimit", kOk + "Content-Length: 21\r\n\r\n",
               ResponseRow::Problem::kBodyTooLarge),
      TooLarge("LargestLength", kOk + "Content-Length: 9223372036854775807\r\n\r\n",
               ResponseRow::Problem::kBodyTooLarge),
      TooLarge("BodyAboveTheLimitToTheEnd", kOk + "\r\n" + std::string(21, 'x'),
               ResponseRow::Problem::kBodyTooLarge),
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

std::vector<ResponseRow> ChunkRows() {
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
      Incomplete("SizeOfLetters", chunks("zz\r\nhello\r\n"), kBadChunk),
      Incomplete("EmptySize", chunks("\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeBelowZero", chunks("-5\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeWithPlus", chunks("+5\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeWithPrefix", chunks("0x5\r\nhello\r\n"), kBadChunk),
      Incomplete("BlankBeforeTheSize", chunks(" 5\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeOutOfRange", chunks("10000000000000000\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeWithTrailingText", chunks("5 5\r\nhello\r\n"), kBadChunk),
      Incomplete("SizeWithoutCr", chunks("5\nhello\r\n0\r\n\r\n"), kBadChunk),
      Incomplete("ExtensionWithoutCr", chunks("5;a\nhello\r\n0\r\n\r\n"), kBadChunk),
      Incomplete("CrInAnExtension", chunks("5;a\rb\r\nhello\r\n0\r\n\r\n"), kBadChunk),
      Incomplete("NulInAnExtension", chunks(Bytes("5;\0\r\nhello\r\n0\r\n\r\n")), kBadChunk),
      Incomplete("ChunkLongerThanItsSize", chunks("4\r\nhello\r\n0\r\n\r\n"), kLongChunk),
      Incomplete("ChunkWithoutCr", chunks("5\r\nhello\n0\r\n\r\n"), kLongChunk),
      Incomplete("ChunkWithoutLf", chunks("5\r\nhello\r0\r\n\r\n"), kLongChunk),
      Incomplete("TruncatedChunk", chunks("5\r\nhell"), kTruncatedBody),
      Incomplete("NoLastChunk", chunks("5\r\nhello\r\n"), kTruncatedBody),
      Incomplete("NoEndOfTheTrailers", chunks("5\r\nhello\r\n0\r\n"), kTruncatedBody),
      Invalid("TrailerWithoutColon", chunks("5\r\nhello\r\n0\r\nwhat\r\n\r\n"), kBadLine),
      Invalid("NulInATrailer", chunks("5\r\nhello\r\n0\r\n" + Bytes("X: \0\r\n\r\n")), kBadByte),
      TooLarge("TrailersAboveTheLimit", chunks("0\r\nX: " + std::string(200, 'x') + "\r\n\r\n"),
               ResponseRow::Problem::kHeaderTooLarge),
      TooLarge("ExtensionAboveTheLimit", chunks("5;" + std::string(200, 'x') + "\r\nhello\r\n0\r\n\r\n"),
               ResponseRow::Problem::kHeaderTooLarge),
      TooLarge(
          "ExtensionsAboveTheLimit",
          chunks("1;" + std::string(90, 'x') + "\r\nh\r\n1;" + std::string(90, 'x') + "\r\ne\r\n0\r\n\r\n"),
          ResponseRow::Problem::kHeaderTooLarge),
      TooLarge("ZerosAboveTheLimit", chunks(std::string(200, '0') + "5\r\nhello\r\n0\r\n\r\n"),
               ResponseRow::Problem::kHeaderTooLarge),
      TooLarge("ChunkAboveTheLimit", chunks("15\r\n"), ResponseRow::Problem::kBodyTooLarge),
      TooLarge("LargestChunk", chunks("ffffffffffffffff\r\n"), ResponseRow::Problem::kBodyTooLarge),
      TooLarge("ChunksAboveTheLimit", chunks("14\r\n01234567890123456789\r\n1\r\n"),
               ResponseRow::Problem::kBodyTooLarge),
      {.name = "ChunksOfAnErrorAboveTheLimit",
       .bytes = "HTTP/1.1 503 Busy\r\n" + kChunked + "\r\n15\r\n012345678901234567890\r\n0\r\n\r\n",
       .status = 503,
       .body = "01234567890123456789",
       .open = false,
       .rest = "0\r\n0\r\n\r\n"},
  };
}

}  // namespace lookoutvision::internal
