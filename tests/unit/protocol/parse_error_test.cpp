// Tests of parsing errors.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using Headers = std::vector<std::pair<std::string, std::string>>;

Error Parsed(int status, const Headers& headers, std::string body) {
  HttpResponse response{.status = status, .body = std::move(body)};
  for (const auto& [name, value] : headers) response.headers.Add(name, value);
  return ParseError(response);
}

std::string NameIn(const Headers& headers, std::string body) {
  return Parsed(500, headers, std::move(body)).code_name;
}

TEST(ParseError, PrefersTheNameInTheHeader) {
  EXPECT_EQ(NameIn({{"X-Amzn-Errortype", "A"}}, R"({"code":"B","__type":"C"})"), "A");
  EXPECT_EQ(NameIn({}, R"({"code":"B","__type":"C"})"), "B");
  EXPECT_EQ(NameIn({}, R"({"__type":"C"})"), "C");
  EXPECT_EQ(NameIn({}, R"({"Code":"D"})"), "D");
  EXPECT_EQ(NameIn({}, R"({"code":7,"__type":"C"})"), "C");
  EXPECT_EQ(NameIn({}, R"({"inner":{"__type":"C"}})"), "");
  EXPECT_EQ(NameIn({{"X-Amzn-Errortype", ""}}, R"({"code":"B"})"), "B");
  EXPECT_EQ(NameIn({}, ""), "");
}

TEST(ParseError, RemovesNamespaceAndUri) {
  EXPECT_EQ(NameIn({{"x-amzn-errortype", "ns.of#Foo:http://x/y#z"}}, ""), "Foo");
  EXPECT_EQ(NameIn({}, R"({"__type":"ns#Foo"})"), "Foo");
  EXPECT_EQ(NameIn({}, R"({"code":"Foo:bar"})"), "Foo");
}

TEST(ParseError, MapsKnownCodesAndKeepsUnknownNames) {
  EXPECT_EQ(Parsed(409, {{"x-amzn-ErrorType", "ConflictException"}}, "").code, ErrorCode::kConflictException);
  const Error unknown = Parsed(418, {{"x-amzn-ErrorType", "TeapotException"}}, "");
  EXPECT_EQ(unknown.code, ErrorCode::kUnknown);
  EXPECT_EQ(unknown.code_name, "TeapotException");
  EXPECT_EQ(unknown.http_status, 418);
  EXPECT_EQ(unknown.kind, ErrorKind::kService);
}

TEST(ParseError, ParsesTheModelledMembers) {
  const Error error =
      Parsed(402, {{"x-amzn-ErrorType", "ServiceQuotaExceededException"}, {"x-amzn-RequestId", "r-1"}},
             R"({"Message":"too many","ResourceId":"p","ResourceType":"PROJECT",)"
             R"("QuotaCode":"L-1","ServiceCode":"lookoutvision"})");
  EXPECT_EQ(error.message, "too many");
  EXPECT_EQ(error.resource_id, "p");
  EXPECT_EQ(error.resource_type, ResourceType::kProject);
  EXPECT_EQ(error.quota_code, "L-1");
  EXPECT_EQ(error.service_code, "lookoutvision");
  EXPECT_EQ(error.request_id, "r-1");
}

TEST(ParseError, FindsTheMessageUnderEachOfItsNames) {
  for (const char* name : {"message", "Message", "errorMessage"}) {
    EXPECT_EQ(Parsed(400, {}, std::string("{\"") + name + "\":\"why\"}").message, "why");
  }
  EXPECT_EQ(Parsed(400, {}, R"({"message":7,"Message":"why"})").message, "why");
}

TEST(ParseError, FallsBackToTheOtherRequestId) {
  EXPECT_EQ(Parsed(500, {{"x-amz-request-id", "r-2"}}, "").request_id, "r-2");
  EXPECT_EQ(Parsed(500, {{"x-amz-request-id", "r-2"}, {"X-AMZN-REQUESTID", "r-1"}}, "").request_id, "r-1");
}

TEST(ParseError, QuotesATruncatedPrintableBodyThatIsNotJson) {
  const Error error = Parsed(502, {}, "<html>\x1b[2J bad gateway" + std::string(5000, 'x'));
  EXPECT_NE(error.message.find("<html>\\x1b[2J bad gateway"), std::string::npos);
  EXPECT_LT(error.message.size(), 400U);
  EXPECT_EQ(Parsed(503, {}, "").message, "the response has no message");
}

TEST(ParseError, ExplainsRedirects) {
  const Error error =
      Parsed(307, {{"Location", "http://elsewhere.example/\x1b"}}, R"({"message":"over there"})");
  EXPECT_NE(error.message.find("http://elsewhere.example/\\x1b"), std::string::npos);
  EXPECT_NE(error.message.find("redirects are not followed"), std::string::npos);
  // Without a Location, it is not a redirect.
  EXPECT_EQ(Parsed(304, {}, "").message, "the response has no message");
  EXPECT_EQ(Parsed(201, {{"Location", "/jobs/1"}}, R"({"message":"made"})").message, "made");
}

std::optional<milliseconds> RetryAfter(const std::vector<std::pair<std::string, std::string>>& fields) {
  HttpHeaders headers;
  for (const auto& [name, value] : fields) headers.Add(name, value);
  // 2015-08-30T12:36:00Z
  return RetryAfterOf(headers, SystemTime(seconds{1440938160}));
}

constexpr milliseconds kLongestWait = std::chrono::hours{24 * 365 * 100};

TEST(RetryAfterOf, PrefersMilliseconds) {
  EXPECT_EQ(RetryAfter({{"x-amz-retry-after", "1500"}}), milliseconds{1500});
  EXPECT_EQ(RetryAfter({{"x-amz-retry-after", "1500"}, {"Retry-After", "9"}}), milliseconds{1500});
  EXPECT_EQ(RetryAfter({{"x-amz-retry-after", "soon"}, {"Retry-After", "9"}}), seconds{9});
  for (const char* bad : {"", "-1", "1.5", "soon", "0x10", "1 2"}) {
    EXPECT_EQ(RetryAfter({{"x-amz-retry-after", bad}}), std::nullopt) << bad;
  }
}

TEST(RetryAfterOf, AcceptsSecondsOrADate) {
  EXPECT_EQ(RetryAfter({{"Retry-After", "3"}}), seconds{3});
  EXPECT_EQ(RetryAfter({{"Retry-After", " 0 "}}), seconds{0});
  EXPECT_EQ(RetryAfter({{"Retry-After", "Sun, 30 Aug 2015 12:36:07 GMT"}}), seconds{7});
  EXPECT_EQ(RetryAfter({{"Retry-After", "Sun, 30 Aug 2015 12:35:00 GMT"}}), seconds{0});
  for (const char* bad : {"", "-3", "3 s", "tomorrow"}) {
    EXPECT_EQ(RetryAfter({{"Retry-After", bad}}), std::nullopt) << bad;
  }
}

TEST(RetryAfterOf, InterpretsADateByTheServersClock) {
  EXPECT_EQ(RetryAfter({{"Retry-After", "Sun, 30 Aug 2015 14:00:07 GMT"},
                        {"Date", "Sun, 30 Aug 2015 14:00:00 GMT"}}),
            seconds{7});
}

TEST(RetryAfterOf, CapsValuesThatAreTooLarge) {
  for (const char* large : {"10000000000000000000", "9223372036854775807", "99999999999999999999"}) {
    EXPECT_EQ(RetryAfter({{"x-amz-retry-after", large}}), kLongestWait) << large;
    EXPECT_EQ(RetryAfter({{"Retry-After", large}}), kLongestWait) << large;
  }
  EXPECT_EQ(RetryAfter({{"Retry-After", "Thu, 31 Dec 2261 23:59:59 GMT"},
                        {"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}}),
            kLongestWait);
}

TEST(ParseError, SurvivesHostileBodies) {
  for (const std::string& body :
       {std::string(200'000, '['), std::string("{\"__type\":{}}"), std::string("\xEF\xBB\xBF{}"),
        std::string("\"\\ud800\""), std::string("{\"message\":\"\xFF\"}"), std::string("1e999")}) {
    const Error error = Parsed(500, {}, body);
    EXPECT_EQ(error.kind, ErrorKind::kService);
    EXPECT_EQ(error.code_name, "");
    EXPECT_FALSE(error.message.empty());
  }
}

}  // namespace
}  // namespace lookoutvision::internal
