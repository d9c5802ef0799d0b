// Tests that text from the service is escaped when it is printed, and that plain http is only for loopback.
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "base/text.h"
#include "support/hostile_calls.h"

namespace lookoutvision {
namespace {

using test::HastyConfig;
using test::RawResponse;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::Not;

// Text that clears a terminal in three ways, forges a log line, changes the direction, and is not UTF-8.
const std::string kHostile =
    "\x1b[2J\xC2\x9B"
    "2J\x9B"
    "2J\n2026-01-01 INFO all is well\r\xE2\x80\xA8line\xE2\x80\xAEtxet\xFF\x7F";
// The text as a JSON string.
const std::string kHostileJson =
    R"(\u001b[2J\u009b2J\n2026-01-01 INFO all is well\r\u2028line\u202etxet\u007f)";
// The text as a header value.
const std::string kHostileValue =
    "\x1b[2J\xC2\x9B"
    "2J\x9B"
    "2J\t2026-01-01 INFO all is well\xE2\x80\xA8line\xE2\x80\xAEtxet\xFF\x7F";

template <typename T>
std::string Shown(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

/// Expects `text` to be one printable line.
void ExpectHarmless(const std::string& text) {
  EXPECT_TRUE(internal::IsUtf8(text)) << internal::Printable(text);
  EXPECT_FALSE(internal::HasControlCharacters(text)) << internal::Printable(text);
  for (const char* deceptive : {"\xC2\x9B", "\xE2\x80\xA8", "\xE2\x80\xAE"}) {
    EXPECT_THAT(text, Not(HasSubstr(deceptive)));
  }
}

TEST(PrintedText, EscapesAnErrorOfTheService) {
  MockService service;
  const auto started = test::Start(service, "HTTP/1.1 409 Conflict\r\nx-amzn-RequestId: id" + kHostileValue +
                                                "\r\nX-Amzn-ErrorType: Name" + kHostileValue +
                                                "\r\nConnection: close\r\n\r\n" + R"({"message":"text)" +
                                                kHostileJson + R"(","ResourceId":"resource)" + kHostileJson +
                                                R"(","ResourceType":"type)" + kHostileJson + "\"}");
  ASSERT_FALSE(started);
  const Error& error = started.error();
  EXPECT_EQ(error.request_id, "id" + kHostileValue);
  EXPECT_EQ(error.code_name, "Name" + kHostileValue);
  EXPECT_THAT(error.message, HasSubstr("text\x1b[2J"));
  EXPECT_THAT(Shown(error),
              HasSubstr("Name\\x1b[2J\\u{9b}2J\\x9b2J\\t2026-01-01 INFO all is well\\u{2028}line\\u{202e}"
                        "txet\\xff\\x7f: text\\x1b[2J\\u{9b}2J\\n2026-01-01 INFO"));
  EXPECT_THAT(Shown(error), HasSubstr("request id id\\x1b[2J"));
  ExpectHarmless(Shown(error));
  ExpectHarmless(Shown(error.resource_type));
  ExpectHarmless(BadOutcomeAccess(error).what());
}

TEST(PrintedText, EscapesTheStartOfAnUnreadableBody) {
  for (const char* status : {"200 OK", "502 Bad Gateway"}) {
    MockService service;
    const auto described = test::Describe(service, RawResponse(status, "", "<p>" + kHostile));
    ASSERT_FALSE(described);
    EXPECT_THAT(described.error().message, HasSubstr("\"<p>\\x1b[2J\\u{9b}2J\\x9b2J\\n2026"));
    ExpectHarmless(described.error().message);
  }
}

TEST(PrintedText, EscapesTheTargetOfARedirect) {
  MockService service;
  const auto described =
      test::Describe(service, RawResponse("302 Found", "Location: http://x/" + kHostileValue + "\r\n", ""));
  ASSERT_FALSE(described);
  EXPECT_THAT(described.error().message, HasSubstr("redirect to \"http://x/\\x1b[2J\\u{9b}2J\\x9b2J\\t2026"));
  ExpectHarmless(described.error().message);
}

TEST(PrintedText, OmitsTheValueOfAnInvalidMember) {
  MockService service;
  const auto described =
      test::Describe(service, RawResponse("200 OK", "", R"({"ModelPackagingDescription":["\u001b[2J"]})"));
  ASSERT_FALSE(described);
  EXPECT_EQ(described.error().message,
            "in the body of the response, ModelPackagingDescription is not an object");
}

TEST(PrintedText, EscapesAResult) {
  MockService service;
  const auto described = test::Describe(
      service,
      RawResponse("200 OK", "",
                  R"({"ModelPackagingDescription":{"JobName":"job)" + kHostileJson + R"(","Status":"STATUS)" +
                      kHostileJson + R"(","ModelPackagingConfiguration":{"Greengrass":{"Tags":[{"Key":")" +
                      kHostileJson + "\"}]}}}}"));
  ASSERT_TRUE(described) << described.error();
  EXPECT_THAT(described->model_packaging_description.job_name.value(), HasSubstr("job\x1b[2J"));
  EXPECT_THAT(Shown(*described), HasSubstr("job\\x1b[2J\\u{9b}2J\\n2026"));
  ExpectHarmless(Shown(*described));
}

TEST(PrintedText, EscapesTheReasonOfAFailedJob) {
  MockService service;
  test::RespondToAll(service,
                     RawResponse("200 OK", "",
                                 R"({"ModelPackagingDescription":{"Status":"FAILED","StatusMessage":"why)" +
                                     kHostileJson + "\"}}"));
  const auto ended =
      Client(HastyConfig(service.endpoint_url())).WaitForModelPackagingJob(test::SomeDescribe());
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, ErrorKind::kJobFailed);
  EXPECT_THAT(Shown(ended.error()), HasSubstr("why\\x1b[2J\\u{9b}2J\\n2026"));
  ExpectHarmless(Shown(ended.error()));
}

// 0.0.0.0 reaches this machine but is not a loopback address, so that the service would receive a request.
TEST(PlainHttp, IsRejectedExceptToLoopbackUnlessAllowed) {
  MockService service;
  const std::string not_loopback = "http://0.0.0.0:" + std::to_string(service.port());
  ClientConfig config = HastyConfig(not_loopback);
  const auto refused = Client(config).DescribeModelPackagingJob(test::SomeDescribe());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kConfiguration);
  EXPECT_EQ(refused.error().attempts, 0);
  EXPECT_THAT(refused.error().message, HasSubstr("allow_plaintext_http"));
  EXPECT_EQ(service.counters().connections, 0u);

  config.allow_plaintext_http = true;
  EXPECT_FALSE(Client(config).DescribeModelPackagingJob(test::SomeDescribe()));
  EXPECT_EQ(service.counters().requests, 1u);
}

TEST(PlainHttp, IsAllowedToLoopback) {
  MockService service;
  const std::string port = std::to_string(service.port());
  for (const std::string host : {"127.0.0.1", "LocalHost", "localhost."}) {
    const std::size_t before = service.counters().requests;
    const auto described =
        Client(HastyConfig("http://" + host + ":" + port)).DescribeModelPackagingJob(test::SomeDescribe());
    ASSERT_FALSE(described);
    EXPECT_EQ(described.error().code, ErrorCode::kResourceNotFoundException) << described.error();
    EXPECT_EQ(service.counters().requests, before + 1);
  }
}

}  // namespace
}  // namespace lookoutvision
