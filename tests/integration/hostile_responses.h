// The table of responses of hostile_responses_test.cpp: each response and its expected outcome.
#pragma once

#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <lookoutvision/error.h>

#include "support/hostile_calls.h"

namespace lookoutvision::hostile_responses {

using test::Failing;
using test::RawResponse;
using test::Repeat;

// The result of a start and of a describe.
inline const std::string kBody = R"({"JobName":"job-1","ModelPackagingDescription":{"JobName":"job-1"}})";

inline std::string Length(const std::string& value) {
  return "Content-Length: " + value + "\r\n";
}
inline const std::string kSize = std::to_string(kBody.size());
inline const std::string kLength = Length(kSize);
inline const std::string kChunked = "Transfer-Encoding: chunked\r\n";

inline std::string Chunk(const std::string& bytes) {
  std::ostringstream size;
  size << std::hex << bytes.size();
  return size.str() + "\r\n" + bytes + "\r\n";
}

// A response with `headers` as whole lines, and `rest` after the blank line.
inline std::string Success(const std::string& headers, const std::string& rest = kBody) {
  return "HTTP/1.1 200 OK\r\nx-amzn-RequestId: r-1\r\n" + headers + "\r\n" + rest;
}

inline std::string WithStatusLine(const std::string& status_line) {
  return status_line + "\r\nx-amzn-RequestId: r-1\r\n" + kLength + "\r\n" + kBody;
}

struct Row {
  const char* name;
  std::string response;
  /// Absent if the call succeeds with the result in the body.
  std::optional<Failing> failing = {};
};

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

inline Failing Malformed(const std::string& why) {
  return {ErrorKind::kTransport, 3, {"receiving the response from 127.0.0.1:", " failed: " + why}};
}
inline Failing TruncatedBody() {
  return Malformed("the connection was closed within the body");
}
inline Failing TruncatedHeader() {
  return Malformed("the connection was closed within the header");
}
inline Failing MalformedChunk() {
  return Malformed("the size of a chunk of the response is malformed");
}
inline Failing NotHttp(const std::string& why) {
  return {ErrorKind::kTransport, 1, {" does not speak HTTP/1.1: " + why}};
}
inline Failing NoStatusLine() {
  return NotHttp("the response does not begin with HTTP/1.1");
}
inline Failing InvalidStatus() {
  return NotHttp("the status of the response is not a number of three digits");
}
inline Failing MalformedLine() {
  return NotHttp("a header line of the response does not begin with a name and a colon");
}
inline Failing InvalidLength() {
  return NotHttp("the Content-Length of the response is not a number, or has two different values");
}
inline Failing UnsupportedEncoding() {
  return NotHttp("the Transfer-Encoding of the response is not supported");
}
inline Failing HeaderTooLarge() {
  return {ErrorKind::kTransport,
          1,
          {"the header of the response from 127.0.0.1:", "larger than max_header_bytes, 102400 bytes"}};
}
inline Failing NoResponse() {
  return {ErrorKind::kTransport,
          3,
          {"waiting for the response from 127.0.0.1:", "the connection was closed without a response"}};
}
inline Failing ServiceFailure(int status, const std::string& message) {
  return {ErrorKind::kService, 1, {message}, status};
}

inline std::vector<Row> Rows() {
  return {
      // Lengths.
      {"OneLength", Success(kLength)},
      {"BodyToTheEndOfTheConnection", Success("")},
      {"RepeatedLength", Success(kLength + kLength)},
      {"LengthTooLarge", Success(Length("500")), TruncatedBody()},
      {"LengthTooSmall",
       Success(Length("20")),
       {{ErrorKind::kUnreadableResponse,
         1,
         {"not well-formed JSON", "\"" + kBody.substr(0, 20) + "\""},
         200}}},
      {"BytesAfterTheLength", Success(kLength, kBody + RawResponse("500 Oops", "", "{}"))},
      {"DifferentLengthsLastCorrect", Success(Length("500") + kLength), InvalidLength()},
      {"DifferentLengthsFirstCorrect", Success(kLength + Length("5")), InvalidLength()},
      {"ListOfLengths", Success(Length(kSize + ", 5")), InvalidLength()},
      {"LengthFollowedByText", Success(Length(kSize + "x")), InvalidLength()},
      {"LengthInHex", Success(Length("0x45")), InvalidLength()},
      {"LengthWithAPlus", Success(Length("+" + kSize)), InvalidLength()},
      {"LengthOutOfRange", Success(Length("99999999999999999999")), InvalidLength()},
      {"NegativeLength", Success(Length("-1")), InvalidLength()},
      {"LengthOfLetters", Success(Length("all")), InvalidLength()},
      {"LengthAboveTheLimit",
       Success(Length("200000000")),
       {{ErrorKind::kTransport, 1, {"the body of the response", "max_body_bytes, 1048576 bytes"}}}},

      // Chunks.
      {"Chunks", Success(kChunked, Chunk(kBody.substr(0, 9)) + Chunk(kBody.substr(9)) + "0\r\n\r\n")},
      {"ChunksAndALength", Success(Length("5") + kChunked, Chunk(kBody) + "0\r\n\r\n"),
       NotHttp("the response has a Content-Length and a Transfer-Encoding")},
      {"ChunksWithTrailers",
       Success(kChunked, Chunk(kBody) + "0\r\nx-amzn-RequestId: r-2\r\n" + Length("5") + "\r\n")},
      {"ChunksWithAnErrorInTheTrailers",
       "HTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: r-1\r\n" + kChunked + "\r\n" + Chunk("{}") +
           "0\r\nX-Amzn-ErrorType: ThrottlingException\r\nX-Last: x\r\n\r\n",
       ServiceFailure(400, "has no readable message")},
      {"ChunksWithoutTheLast", Success(kChunked, Chunk(kBody)), TruncatedBody()},
      {"TruncatedChunk", Success(kChunked, "ff\r\n" + kBody), TruncatedBody()},
      {"ChunkWithAnInvalidSize", Success(kChunked, "zz\r\n" + kBody), MalformedChunk()},
      {"ChunkWithANegativeSize", Success(kChunked, "-5\r\n" + kBody), MalformedChunk()},
      {"ChunkWithASizeOutOfRange", Success(kChunked, "fffffffffffffffff\r\n" + kBody), MalformedChunk()},
      {"ChunkLongerThanItsSize", Success(kChunked, "5\r\n" + kBody),
       Malformed("a chunk of the response is longer than its size")},
      {"ManyTrailers",
       Success(kChunked, Chunk(kBody) + "0\r\n" +
                             Repeat(20'000, "X-Trailer: " + std::string(90, 'x') + "\r\n") + "\r\n"),
       HeaderTooLarge()},
      {"OneHugeTrailer",
       Success(kChunked, Chunk(kBody) + "0\r\nX-Trailer: " + std::string(200'000, 'x') + "\r\n\r\n"),
       HeaderTooLarge()},
      {"UnknownTransferEncoding", Success("Transfer-Encoding: rot13\r\n"), UnsupportedEncoding()},
      {"GzipTransferEncoding", Success("Transfer-Encoding: gzip, chunked\r\n", Chunk(kBody) + "0\r\n\r\n"),
       UnsupportedEncoding()},

      // Status lines.
      {"Http10", WithStatusLine("HTTP/1.0 200 OK")},
      {"NoReason", WithStatusLine("HTTP/1.1 200")},
      {"LineFeedsOnly", "HTTP/1.1 200 OK\nx-amzn-RequestId: r-1\nContent-Length: " + kSize + "\n\n" + kBody},
      {"AnotherVersion", WithStatusLine("HTTP/9.9 200 OK"), NoStatusLine()},
      {"StatusOfLetters", WithStatusLine("HTTP/1.1 2xx OK"), InvalidStatus()},
      {"StatusOfTwoDigits", WithStatusLine("HTTP/1.1 99 OK"), InvalidStatus()},
      {"StatusOfFourDigits", WithStatusLine("HTTP/1.1 1000 OK"), InvalidStatus()},
      {"NegativeStatus", WithStatusLine("HTTP/1.1 -200 OK"), InvalidStatus()},
      {"UnregisteredStatus", WithStatusLine("HTTP/1.1 999 Odd"),
       ServiceFailure(999, "has no readable message")},
      {"StatusLineOf200KB", WithStatusLine("HTTP/1.1 200 " + std::string(200'000, 'x')), HeaderTooLarge()},

      // Not HTTP.
      {"AnotherProtocol", "SSH-2.0-OpenSSH_9.2\r\n", NoStatusLine()},
      {"BytesOfAllKinds", std::string("\x16\x03\x01\x00\xff\xfe\n\r\x80", 9), NoStatusLine()},
      {"Http09", kBody, NoStatusLine()},
      {"Http09OfHtml", "<html>It works!</html>", NoStatusLine()},
      {"ALineOf200KB", std::string(200'000, 'x'), NoStatusLine()},
      {"Nothing", "", NoResponse()},
      {"HalfAStatusLine", "HTTP/1.1 20", TruncatedHeader()},
      {"HalfAHeader", "HTTP/1.1 200 OK\r\nContent-Le", TruncatedHeader()},
      {"NoBlankLine", "HTTP/1.1 200 OK\r\nServer: x\r\n", TruncatedHeader()},

      // Header fields.
      {"FieldWithoutColon", Success("what is this\r\n" + kLength), MalformedLine()},
      {"FieldWithNul", Success(std::string("X-Odd: a\0b\r\n", 12) + kLength),
       NotHttp("a header line of the response contains a NUL or a CR")},
      {"FieldWithoutName", Success(": x\r\n" + kLength), MalformedLine()},
      {"FieldWithASpaceBeforeTheColon", Success("X-Odd : y\r\n" + kLength), MalformedLine()},
      {"FieldWithANonAsciiName", Success("\x80\xff: z\r\n" + kLength), MalformedLine()},
      {"FoldedField", Success("X-Folded: a\r\n b\r\n\tContent-Length: 5\r\n" + kLength)},
      {"ErrorHeaderOnASuccess", Success("X-Amzn-ErrorType: InternalServerException\r\n" + kLength)},
      {"ManyFields", Success(Repeat(4'000, "X-Field: " + std::string(90, 'x') + "\r\n") + kLength),
       HeaderTooLarge()},
      {"OneFieldOf200KB", Success("X-Field: " + std::string(200'000, 'x') + "\r\n" + kLength),
       HeaderTooLarge()},
      {"OneFieldOf200KBOnAnError",
       RawResponse("503 Busy", "X-Field: " + std::string(200'000, 'x') + "\r\n", "{}"), HeaderTooLarge()},

      // Interim responses.
      {"InterimResponses",
       "HTTP/1.1 100 Continue\r\nx-amzn-RequestId: r-0\r\nContent-Length: 5\r\n\r\nHTTP/1.1 103 Early "
       "Hints\r\n" +
           Length("6") + "X-Amzn-ErrorType: Early\r\n\r\n" + Success(kLength)},
      {"InterimResponseAlone", "HTTP/1.1 100 Continue\r\n\r\n", TruncatedHeader()},
      {"ManyInterimResponses", Repeat(60'000, "HTTP/1.1 100 Continue\r\n\r\n") + Success(kLength),
       HeaderTooLarge()},
      {"SwitchToAnotherProtocol", RawResponse("101 Switching Protocols", "Upgrade: odd\r\n", kBody),
       ServiceFailure(101, "has no message")},

      // Statuses that are neither a success nor an error.
      {"NotModified", RawResponse("304 Not Modified", "", ""), ServiceFailure(304, "has no message")},
      {"NotModifiedWithALength",
       "HTTP/1.1 304 Not Modified\r\nx-amzn-RequestId: r-1\r\n" + Length("500") + "\r\n",
       ServiceFailure(304, "has no message")},
      {"ChoicesWithoutLocation", RawResponse("300 Multiple Choices", "", ""),
       ServiceFailure(300, "has no message")},
  };
}

}  // namespace lookoutvision::hostile_responses
