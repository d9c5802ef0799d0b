// Tests of the encoding of responses.
#include "testing/responses.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};

TEST(Responses, HaveTheUsualHeaders) {
  const auto bytes = WriteResponse({.status = 409, .error_type = "Conflict", .message = "no"}, "id", kNow);
  EXPECT_EQ(bytes.text,
            "HTTP/1.1 409 Conflict\r\nx-amzn-RequestId: id\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\n"
            "Content-Type: application/json\r\nContent-Length: 16\r\nx-amzn-ErrorType: Conflict\r\n\r\n"
            "{\"message\":\"no\"}");
  EXPECT_EQ(bytes.text.substr(bytes.head_size), "{\"message\":\"no\"}");
}

TEST(Responses, ReplaceUsualHeadersByGivenOnes) {
  const auto bytes =
      WriteResponse({.headers = {{"content-length", "99"}, {"date", "never"}}, .body = "x"}, "id", kNow);
  EXPECT_THAT(bytes.text, HasSubstr("\r\ncontent-length: 99\r\ndate: never\r\n"));
  EXPECT_THAT(bytes.text, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(bytes.text, Not(HasSubstr("Date")));
}

TEST(Responses, PreferABodyToAMessage) {
  EXPECT_TRUE(WriteResponse({.message = "m", .body = "b"}, "id", kNow).text.ends_with("\r\n\r\nb"));
}

TEST(Responses, AreVerbatimWhenRaw) {
  const auto http = WriteResponse({.raw = "HTTP/1.1 200\r\n\r\nbody"}, "id", kNow);
  EXPECT_EQ(http.text, "HTTP/1.1 200\r\n\r\nbody");
  EXPECT_EQ(http.head_size, 16u);
  const auto garbage = WriteResponse({.raw = "garbage"}, "id", kNow);
  EXPECT_EQ(garbage.head_size, 7u);
}

TEST(Responses, NameTheResourceOfAnError) {
  const Response response = ErrorResponse({.status = 404,
                                           .type = "ResourceNotFoundException",
                                           .message = "none",
                                           .resource_id = "p",
                                           .resource_type = "PROJECT"});
  EXPECT_EQ(response.error_type, "ResourceNotFoundException");
  EXPECT_EQ(response.body, R"({"Message":"none","ResourceId":"p","ResourceType":"PROJECT"})");
  EXPECT_EQ(ErrorResponse({.status = 400, .type = "T", .message = "\xff"}).body, R"({"message":"\\xff"})");
}

TEST(Responses, HaveTheMembersOfAnError) {
  const Response response = ErrorResponse({.status = 402,
                                           .type = "ServiceQuotaExceededException",
                                           .message = "m",
                                           .resource_id = "i",
                                           .resource_type = "PROJECT",
                                           .quota_code = "q",
                                           .service_code = "s",
                                           .retry_after = std::chrono::seconds{3}});
  EXPECT_EQ(response.body,
            R"({"Message":"m","ResourceId":"i","ResourceType":"PROJECT","QuotaCode":"q","ServiceCode":"s"})");
  EXPECT_THAT(response.headers, ::testing::ElementsAre(::testing::Pair("Retry-After", "3")));
}

}  // namespace
}  // namespace lookoutvision::testing
