// Tests of responses whose bodies are malformed, unusual or hostile.
#include <cstddef>
#include <ostream>
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
using test::ExpectFailure;
using test::RawResponse;
using test::Repeat;
using test::Start;
using testing::MockService;

constexpr std::size_t kLevels = 200'000;

struct Row {
  const char* name;
  std::string body;
  /// The error of a successful response with this body.
  std::string says;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::vector<Row> Unreadable() {
  const std::string malformed = "the body of the response is not well-formed JSON: \"";
  const std::string too_deep = "the body of the response nests deeper than 64 levels: \"";
  const std::string not_an_object = "the body of the response is not a JSON object: \"";
  return {
      {"Truncated", R"({"JobName":"job-1","ModelPackagingDescr)", malformed + R"({"JobName":"job-1")"},
      {"TruncatedInAnEscape", R"({"JobName":"job-1\u00)", malformed},
      {"TwoDocuments", R"({"JobName":"job-1"}{"JobName":"job-2"})", malformed},
      {"TrailingComma", R"({"JobName":"job-1",})", malformed},
      {"Comment", R"({"JobName":"job-1"} // done)", malformed},
      {"SingleQuotes", "{'JobName':'job-1'}", malformed},
      {"Html", "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", malformed + "<!DOCTYPE html>"},
      {"Xml", "<?xml version=\"1.0\"?><Error/>", malformed + "<?xml"},
      {"TerminalEscapes", "\x1b]0;owned\x07\x1b[2J{}", malformed + "\\x1b]0;owned\\x07\\x1b[2J"},
      {"Nuls", std::string(8, '\0'), "the body of the response contains a NUL character"},
      {"Gzip", "\x1f\x8b\x08", malformed + "\\x1f\\x8b"},
      {"SpacesOnly", " \r\n\t ", malformed},
      {"ByteOrderMark", "\xEF\xBB\xBF{\"JobName\":\"job-1\"}",
       "the body of the response begins with a byte order mark"},
      {"Utf16", std::string("\xFF\xFE{\0}\0", 6), "the body of the response contains a NUL character"},
      {"InvalidUtf8", "{\"JobName\":\"\xFF\xFE\"}", malformed + "{\"JobName\":\"\\xff\\xfe"},
      {"OverlongUtf8", "{\"JobName\":\"\xC0\xAF\"}", malformed},
      {"SurrogatesInUtf8", "{\"JobName\":\"\xED\xA0\x80\xED\xB0\x80\"}", malformed},
      {"TruncatedUtf8", "{\"JobName\":\"\xF0\x9F\x98\"}", malformed},
      {"RawControlCharacters", "{\"JobName\":\"a\nb\"}", malformed},
      {"LiteralsThatAreNotJson", R"({"JobName":NaN,"x":Infinity,"y":undefined})", malformed},
      {"NumberThatIsNotJson", R"({"JobName":"job-1","x":0x10})", malformed},
      {"NumberOutOfRange", R"({"JobName":"job-1","x":1e999})",
       "contains a number that is out of range for a double"},
      {"NumberOfManyDigits", R"({"JobName":"job-1","x":)" + std::string(kLevels, '9') + "}",
       "contains a number that is out of range for a double"},
      {"DeepArrays", R"({"JobName":"job-1","x":)" + std::string(kLevels, '['), too_deep},
      {"DeepArraysThatEnd", R"({"x":)" + std::string(kLevels, '[') + std::string(kLevels, ']') + "}",
       too_deep},
      {"DeepObjects", Repeat(kLevels, R"({"":)") + "0" + std::string(kLevels, '}'), too_deep},
      {"DeepDescriptions", Repeat(20'000, R"({"ModelPackagingDescription":)"), too_deep},
      {"ManyValues", R"({"JobName":"job-1","x":[0)" + Repeat(kLevels, ",0") + "]}",
       "the body of the response contains more than 10000 values: \""},
      {"Array", R"([{"JobName":"job-1"}])", not_an_object},
      {"String", R"("job-1")", not_an_object},
      {"Number", "7", not_an_object},
      {"True", "true", not_an_object},
      {"Null", "null", not_an_object},
  };
}

class HostileBody : public ::testing::TestWithParam<Row> {};

TEST_P(HostileBody, OfASuccessIsUnreadable) {
  MockService service;
  const auto described = Describe(service, RawResponse("200 OK", "", GetParam().body));
  ASSERT_FALSE(described) << *described;
  ExpectFailure(described.error(), {ErrorKind::kUnreadableResponse, 1, {GetParam().says}, 200}, service);
}

TEST_P(HostileBody, OfAStartReportsTheClientToken) {
  MockService service;
  const auto started =
      Start(service, RawResponse("202 Accepted", "X-Amzn-ErrorType: ConflictException\r\n", GetParam().body));
  ASSERT_FALSE(started) << *started;
  const Error& error = started.error();
  ExpectFailure(error, {ErrorKind::kUnreadableResponse, 1, {GetParam().says}, 202}, service);
  EXPECT_EQ(error.code_name, "");
  EXPECT_EQ(error.client_token, service.requests().at(0).headers.Find("X-Amzn-Client-Token"));
  EXPECT_TRUE(error.may_have_taken_effect);
}

TEST_P(HostileBody, OfAnErrorKeepsItsTypeStatusAndRequestId) {
  MockService service;
  const auto started =
      Start(service,
            RawResponse("409 Conflict", "X-Amzn-ErrorType: ConflictException:http://x\r\n", GetParam().body));
  ASSERT_FALSE(started);
  ExpectFailure(started.error(), {ErrorKind::kService, 1, {"the response has no readable message"}, 409},
                service);
  EXPECT_EQ(started.error().code, ErrorCode::kConflictException);
  EXPECT_EQ(started.error().resource_id, "");
}

TEST_P(HostileBody, OfAServerErrorIsRetried) {
  MockService service;
  const auto described = Describe(service, RawResponse("502 Bad Gateway", "", GetParam().body));
  ASSERT_FALSE(described);
  ExpectFailure(described.error(), {ErrorKind::kService, 3, {"the response has no readable message"}, 502},
                service);
  EXPECT_EQ(described.error().code_name, "");
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, HostileBody, ::testing::ValuesIn(Unreadable()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(HostileStart, UsesTheLastJobNameAndNoOtherMember) {
  MockService service;
  const auto started = Start(
      service, RawResponse("200 OK", "", R"({"JobName":[],"JobName":"a","JobName":"b","jobname":"c"})"));
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(started->job_name, "b");
}

TEST(HostileStart, FailsWithoutAValidJobName) {
  for (const char* body : {"{}", R"({"JobName":null})", R"({"JobName":""})", R"({"jobName":"a"})",
                           R"({"message":"queued","__type":"InternalServerException"})"}) {
    MockService service;
    const auto started = Start(service, RawResponse("200 OK", "", body));
    ASSERT_FALSE(started) << body;
    ExpectFailure(started.error(), {ErrorKind::kUnreadableResponse, 1, {"the response has no JobName"}, 200},
                  service);
  }
  MockService service;
  const auto started = Start(service, RawResponse("200 OK", "", R"({"JobName":7})"));
  ASSERT_FALSE(started);
  ExpectFailure(started.error(), {ErrorKind::kUnreadableResponse, 1, {"JobName is not a string"}, 200},
                service);
}

// Readable errors with invalid members.
TEST(HostileError, KeepsMembersOfTheRightType) {
  MockService service;
  const auto started =
      Start(service,
            RawResponse("402 Payment Required", "",
                        R"({"__type":"ns#ServiceQuotaExceededException","message":["no"],"Message":"full",)"
                        R"("ResourceId":7,"ResourceType":"GALAXY","QuotaCode":null,"ServiceCode":{}})"));
  ASSERT_FALSE(started);
  ExpectFailure(started.error(), {ErrorKind::kService, 1, {"full"}, 402}, service);
  EXPECT_EQ(started.error().code, ErrorCode::kServiceQuotaExceededException);
  EXPECT_EQ(started.error().resource_id, "");
  EXPECT_EQ(ToString(started.error().resource_type), "GALAXY");
  EXPECT_EQ(started.error().quota_code, "");
}

TEST(HostileError, WithoutABodyKeepsItsTypeStatusAndRequestId) {
  MockService service;
  const auto described =
      Describe(service, RawResponse("404 Not Found", "X-Amzn-ErrorType: ResourceNotFoundException\r\n", ""));
  ASSERT_FALSE(described);
  ExpectFailure(described.error(), {ErrorKind::kService, 1, {"the response has no message"}, 404}, service);
  EXPECT_EQ(described.error().code, ErrorCode::kResourceNotFoundException);
}

TEST(HostileError, AboveTheBodyLimitKeepsItsTypeStatusAndRequestId) {
  const std::string body = R"({"message":")" + std::string(std::size_t{2} << 20, 'x') + "\"}";
  const std::string says = R"(the response has no readable message; it begins: "{"message":"xxx)";
  MockService refusing;
  const auto refused =
      Describe(refusing, RawResponse("403 Forbidden", "X-Amzn-ErrorType: AccessDeniedException\r\n", body));
  ASSERT_FALSE(refused);
  ExpectFailure(refused.error(), {ErrorKind::kService, 1, {says}, 403}, refusing);
  EXPECT_EQ(refused.error().code, ErrorCode::kAccessDeniedException);

  MockService busy;
  const auto unavailable = Describe(busy, RawResponse("503 Service Unavailable", "", body));
  ASSERT_FALSE(unavailable);
  ExpectFailure(unavailable.error(), {ErrorKind::kService, 3, {says}, 503}, busy);
}

TEST(HostileError, IsRetriedByItsNameOrStatus) {
  struct Case {
    const char* status;
    const char* name;
    int attempts;
  };
  for (const auto& [status, name, attempts] :
       {Case{"429 Too Many Requests", "", 3}, Case{"408 Request Timeout", "", 1},
        Case{"429 Too Many Requests", "ThrottlingException", 3}, Case{"400 Bad Request", "RequestTimeout", 3},
        Case{"501 Not Implemented", "", 1}, Case{"504 Gateway Timeout", "Odd\tName", 3}}) {
    MockService service;
    const auto described = Describe(
        service, RawResponse(status, std::string("X-Amzn-ErrorType: ") + name + "\r\n", "<html>busy</html>"));
    ASSERT_FALSE(described);
    ExpectFailure(described.error(),
                  {ErrorKind::kService, attempts, {"<html>busy</html>"}, std::stoi(status)}, service);
    EXPECT_EQ(described.error().code_name, name);
  }
}

}  // namespace
}  // namespace lookoutvision
