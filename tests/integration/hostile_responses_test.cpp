// Tests of calls whose HTTP responses are broken, odd or hostile.
#include <chrono>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/hostile_calls.h"

namespace lookoutvision {
namespace {

using test::Describe;
using test::Failing;
using test::HastyConfig;
using test::RawResponse;
using test::Repeat;
using test::SomeDescribe;
using test::SomeStart;
using test::Start;
using testing::FaultPoint;
using testing::MockService;

// A result of both operations.
const std::string kBody = R"({"JobName":"job-1","ModelPackagingDescription":{"JobName":"job-1"}})";

std::string Length(const std::string& value) {
  return "Content-Length: " + value + "\r\n";
}
const std::string kSize = std::to_string(kBody.size());
const std::string kLength = Length(kSize);
const std::string kChunked = "Transfer-Encoding: chunked\r\n";

std::string Chunk(const std::string& bytes) {
  std::ostringstream size;
  size << std::hex << bytes.size();
  return size.str() + "\r\n" + bytes + "\r\n";
}

// Status line, request id, `headers`, a blank line, and `rest`.
std::string Ok(const std::string& headers, const std::string& rest = kBody) {
  return "HTTP/1.1 200 OK\r\nx-amzn-RequestId: r-1\r\n" + headers + "\r\n" + rest;
}

std::string With(const std::string& status_line) {
  return status_line + "\r\nx-amzn-RequestId: r-1\r\n" + kLength + "\r\n" + kBody;
}

struct Row {
  const char* name;
  std::string response;
  /// Absent: the call succeeds with the result in the body.
  std::optional<Failing> failing = {};
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

Failing Broken(const std::string& why) {
  return {ErrorKind::kTransport, 3, {"receiving the response from 127.0.0.1:", " failed: " + why}};
}
Failing CutShort() {
  return Broken("the connection was closed within the body");
}
Failing CutShortInTheHeader() {
  return Broken("the connection was closed within the header");
}
Failing BadChunk() {
  return Broken("the size of a chunk of the response is malformed");
}
Failing NotHttp(const std::string& why) {
  return {ErrorKind::kTransport, 1, {" does not speak HTTP/1.1: " + why}};
}
Failing NoStatusLine() {
  return NotHttp("the response does not begin with HTTP/1.1");
}
Failing BadStatus() {
  return NotHttp("the status of the response is not a number of three digits");
}
Failing BadLine() {
  return NotHttp("a header line of the response does not begin with a name and a colon");
}
Failing BadLength() {
  return NotHttp("the Content-Length of the response is not a number, or has two different values");
}
Failing BadEncoding() {
  return NotHttp("the Transfer-Encoding of the response is not supported");
}
Failing TooMuchHeader() {
  return {ErrorKind::kTransport,
          1,
          {"the header of the response from 127.0.0.1:", "larger than max_header_bytes, 102400 bytes"}};
}
Failing NoResponse() {
  return {ErrorKind::kTransport,
          3,
          {"waiting for the response from 127.0.0.1:", "the connection was closed without a response"}};
}
Failing ServiceFailure(int status, const std::string& message) {
  return {ErrorKind::kService, 1, {message}, status};
}

std::vector<Row> Rows() {
  return {
      // Lengths.
      {"OneLength", Ok(kLength)},
      {"NoLengthButTheEnd", Ok("")},
      {"LengthTwiceTheSame", Ok(kLength + kLength)},
      {"LengthTooLarge", Ok(Length("500")), CutShort()},
      {"LengthTooSmall",
       Ok(Length("20")),
       {{ErrorKind::kUnreadableResponse,
         1,
         {"not well-formed JSON", "\"" + kBody.substr(0, 20) + "\""},
         200}}},
      {"MoreThanTheLength", Ok(kLength, kBody + RawResponse("500 Oops", "", "{}"))},
      {"LengthsThatDifferTheLastRight", Ok(Length("500") + kLength), BadLength()},
      {"LengthsThatDifferTheFirstRight", Ok(kLength + Length("5")), BadLength()},
      {"ListOfLengths", Ok(Length(kSize + ", 5")), BadLength()},
      {"LengthWithARest", Ok(Length(kSize + "x")), BadLength()},
      {"LengthInHex", Ok(Length("0x45")), BadLength()},
      {"LengthWithAPlus", Ok(Length("+" + kSize)), BadLength()},
      {"LengthBeyondAllNumbers", Ok(Length("99999999999999999999")), BadLength()},
      {"LengthBelowZero", Ok(Length("-1")), BadLength()},
      {"LengthOfLetters", Ok(Length("all")), BadLength()},
      {"LengthBeyondTheCap",
       Ok(Length("200000000")),
       {{ErrorKind::kTransport, 1, {"the body of the response", "max_body_bytes, 1048576 bytes"}}}},

      // Chunks.
      {"Chunks", Ok(kChunked, Chunk(kBody.substr(0, 9)) + Chunk(kBody.substr(9)) + "0\r\n\r\n")},
      {"ChunksAndALength", Ok(Length("5") + kChunked, Chunk(kBody) + "0\r\n\r\n"),
       NotHttp("the response has a Content-Length and a Transfer-Encoding")},
      {"ChunksWithTrailers",
       Ok(kChunked, Chunk(kBody) + "0\r\nx-amzn-RequestId: r-2\r\n" + Length("5") + "\r\n")},
      {"ChunksWithAnErrorInTheTrailers",
       "HTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: r-1\r\n" + kChunked + "\r\n" + Chunk("{}") +
           "0\r\nX-Amzn-ErrorType: ThrottlingException\r\nX-Last: x\r\n\r\n",
       ServiceFailure(400, "has no readable message")},
      {"ChunksWithoutTheLast", Ok(kChunked, Chunk(kBody)), CutShort()},
      {"ChunkCutShort", Ok(kChunked, "ff\r\n" + kBody), CutShort()},
      {"ChunkOfNoSize", Ok(kChunked, "zz\r\n" + kBody), BadChunk()},
      {"ChunkOfASizeBelowZero", Ok(kChunked, "-5\r\n" + kBody), BadChunk()},
      {"ChunkOfASizeBeyondAllNumbers", Ok(kChunked, "fffffffffffffffff\r\n" + kBody), BadChunk()},
      {"ChunkLongerThanItsSize", Ok(kChunked, "5\r\n" + kBody),
       Broken("a chunk of the response is longer than its size")},
      {"ManyTrailers",
       Ok(kChunked,
          Chunk(kBody) + "0\r\n" + Repeat(20'000, "X-Trailer: " + std::string(90, 'x') + "\r\n") + "\r\n"),
       TooMuchHeader()},
      {"OneHugeTrailer",
       Ok(kChunked, Chunk(kBody) + "0\r\nX-Trailer: " + std::string(200'000, 'x') + "\r\n\r\n"),
       TooMuchHeader()},
      {"UnknownTransferEncoding", Ok("Transfer-Encoding: rot13\r\n"), BadEncoding()},
      {"GzipThatIsNone", Ok("Transfer-Encoding: gzip, chunked\r\n", Chunk(kBody) + "0\r\n\r\n"),
       BadEncoding()},

      // Status lines.
      {"Http10", With("HTTP/1.0 200 OK")},
      {"NoReason", With("HTTP/1.1 200")},
      {"LineFeedsOnly", "HTTP/1.1 200 OK\nx-amzn-RequestId: r-1\nContent-Length: " + kSize + "\n\n" + kBody},
      {"AnotherVersion", With("HTTP/9.9 200 OK"), NoStatusLine()},
      {"StatusOfLetters", With("HTTP/1.1 2xx OK"), BadStatus()},
      {"StatusOfTwoDigits", With("HTTP/1.1 99 OK"), BadStatus()},
      {"StatusOfFourDigits", With("HTTP/1.1 1000 OK"), BadStatus()},
      {"StatusBelowZero", With("HTTP/1.1 -200 OK"), BadStatus()},
      {"UnregisteredStatus", With("HTTP/1.1 999 Odd"), ServiceFailure(999, "has no readable message")},
      {"StatusLineOf200KB", With("HTTP/1.1 200 " + std::string(200'000, 'x')), TooMuchHeader()},

      // Not HTTP.
      {"AnotherProtocol", "SSH-2.0-OpenSSH_9.2\r\n", NoStatusLine()},
      {"BytesOfAllKinds", std::string("\x16\x03\x01\x00\xff\xfe\n\r\x80", 9), NoStatusLine()},
      {"Http09", kBody, NoStatusLine()},
      {"Http09OfHtml", "<html>It works!</html>", NoStatusLine()},
      {"ALineOf200KB", std::string(200'000, 'x'), NoStatusLine()},
      {"Nothing", "", NoResponse()},
      {"HalfAStatusLine", "HTTP/1.1 20", CutShortInTheHeader()},
      {"HalfAHeader", "HTTP/1.1 200 OK\r\nContent-Le", CutShortInTheHeader()},
      {"NoBlankLine", "HTTP/1.1 200 OK\r\nServer: x\r\n", CutShortInTheHeader()},

      // Header fields.
      {"FieldWithoutColon", Ok("what is this\r\n" + kLength), BadLine()},
      {"FieldWithNul", Ok(std::string("X-Odd: a\0b\r\n", 12) + kLength),
       NotHttp("a header line of the response contains a NUL or a CR")},
      {"FieldWithoutName", Ok(": x\r\n" + kLength), BadLine()},
      {"FieldWithASpaceBeforeTheColon", Ok("X-Odd : y\r\n" + kLength), BadLine()},
      {"FieldWithANameBeyondAscii", Ok("\x80\xff: z\r\n" + kLength), BadLine()},
      {"FoldedField", Ok("X-Folded: a\r\n b\r\n\tContent-Length: 5\r\n" + kLength)},
      {"ErrorHeaderOnASuccess", Ok("X-Amzn-ErrorType: InternalServerException\r\n" + kLength)},
      {"ManyFields", Ok(Repeat(4'000, "X-Field: " + std::string(90, 'x') + "\r\n") + kLength),
       TooMuchHeader()},
      {"OneFieldOf200KB", Ok("X-Field: " + std::string(200'000, 'x') + "\r\n" + kLength), TooMuchHeader()},
      {"OneFieldOf200KBOnAnError",
       RawResponse("503 Busy", "X-Field: " + std::string(200'000, 'x') + "\r\n", "{}"), TooMuchHeader()},

      // Interim responses.
      {"InterimResponses",
       "HTTP/1.1 100 Continue\r\nx-amzn-RequestId: r-0\r\nContent-Length: 5\r\n\r\nHTTP/1.1 103 Early "
       "Hints\r\n" +
           Length("6") + "X-Amzn-ErrorType: Early\r\n\r\n" + Ok(kLength)},
      {"InterimResponseAlone", "HTTP/1.1 100 Continue\r\n\r\n", CutShortInTheHeader()},
      {"InterimResponsesWithoutEnd", Repeat(60'000, "HTTP/1.1 100 Continue\r\n\r\n") + Ok(kLength),
       TooMuchHeader()},
      {"UnrequestedProtocol", RawResponse("101 Switching Protocols", "Upgrade: odd\r\n", kBody),
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

class HostileResponse : public ::testing::TestWithParam<Row> {};

TEST_P(HostileResponse, ToADescribeEndsAsExpected) {
  MockService service;
  const auto described = Describe(service, GetParam().response);
  if (GetParam().failing) {
    ASSERT_FALSE(described) << *described;
    return ExpectFailure(described.error(), *GetParam().failing, service);
  }
  ASSERT_TRUE(described) << described.error();
  EXPECT_EQ(described->model_packaging_description, ModelPackagingDescription{.job_name = "job-1"});
  EXPECT_EQ(described->request_id, "r-1");
}

TEST_P(HostileResponse, ToAStartEndsAsExpectedAndReportsTheClientToken) {
  MockService service;
  const auto started = Start(service, GetParam().response);
  const auto requests = service.requests();
  ASSERT_FALSE(requests.empty());
  const auto token = requests.front().headers.Find("X-Amzn-Client-Token");
  if (GetParam().failing) {
    ASSERT_FALSE(started) << *started;
    EXPECT_EQ(started.error().client_token, token);
    const int status = GetParam().failing->status;
    EXPECT_EQ(started.error().may_have_taken_effect, status == 0 || status == 200 || status >= 500);
    return ExpectFailure(started.error(), *GetParam().failing, service);
  }
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(started->job_name, "job-1");
  EXPECT_EQ(started->client_token, token);
  EXPECT_EQ(started->request_id, "r-1");
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, HostileResponse, ::testing::ValuesIn(Rows()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(HostileResponses, WithoutContentAreAnEmptyDescriptionButNotAStartedJob) {
  for (const std::string& response :
       {std::string("HTTP/1.1 204 No Content\r\nx-amzn-RequestId: r-1\r\n\r\n"),
        RawResponse("204 No Content", "", kBody), RawResponse("200 OK", "", "")}) {
    MockService service;
    test::RespondToAll(service, response);
    const Client client(HastyConfig(service.endpoint_url()));
    const auto described = client.DescribeModelPackagingJob(SomeDescribe());
    ASSERT_TRUE(described) << described.error();
    EXPECT_EQ(described->model_packaging_description, ModelPackagingDescription{});
    const auto started = client.StartModelPackagingJob(SomeStart());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kUnreadableResponse);
    EXPECT_EQ(started.error().attempts, 1);
    EXPECT_THAT(started.error().message, ::testing::HasSubstr("has no JobName"));
    EXPECT_TRUE(started.error().may_have_taken_effect);
  }
}

TEST(HostileResponses, WithARedirectAreErrorsAndAreNotFollowed) {
  MockService elsewhere;
  for (const char* status : {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
                             "308 Permanent Redirect"}) {
    const std::string target = elsewhere.endpoint_url() + "/stolen";
    MockService service;
    const auto started =
        Start(service, RawResponse(status, "Location: " + target + "\r\n", R"({"message":"moved"})"));
    ASSERT_FALSE(started);
    ExpectFailure(
        started.error(),
        ServiceFailure(std::stoi(status), "redirect to \"" + target + "\"; redirects are not followed"),
        service);
  }
  EXPECT_EQ(elsewhere.counters().connections, 0u);
}

TEST(HostileResponses, WithoutARequestAreNotUsedForTheNextOne) {
  const std::string unasked = RawResponse("200 OK", "", R"({"JobName":"another"})");
  for (const bool tls : {false, true}) {
    MockService service({.tls = tls});
    ClientConfig config = HastyConfig(service.endpoint_url());
    config.ca_bundle = service.ca_bundle_path();
    const Client client(config);
    service.Enqueue({.response = testing::Response{.raw = RawResponse("200 OK", "", kBody)}});
    service.Enqueue({.response = testing::Response{.raw = RawResponse("200 OK", "", kBody) + unasked},
                     .at = FaultPoint::kResponseEnd,
                     .byte_interval = std::chrono::milliseconds{1}});
    ASSERT_TRUE(client.StartModelPackagingJob(SomeStart()));
    ASSERT_TRUE(client.StartModelPackagingJob(SomeStart()));
    EXPECT_EQ(service.counters().connections, 1u);

    ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 2; }));
    service.Enqueue({.response = testing::Response{.body = kBody}});
    const auto started = client.StartModelPackagingJob(SomeStart());
    ASSERT_TRUE(started) << started.error();
    EXPECT_EQ(started->job_name, "job-1");
    EXPECT_EQ(service.counters().connections, 2u);
  }
}

}  // namespace
}  // namespace lookoutvision
