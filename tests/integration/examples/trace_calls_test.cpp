// Tests the example that logs and traces, against the mock service.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/examples/example_test.h"

namespace lookoutvision::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::Response;

class TraceCalls : public ExampleTest {};

TEST_F(TraceCalls, LogsEachAttemptAndEachCallOfOneTrace) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 503, .message = "busy"}});
  service.Enqueue(
      {.response = Response{.body = R"({"ModelPackagingJobs":[{"JobName":"a"}],"NextToken":"t"})"}});
  service.Enqueue({.response = Response{.body = R"({"ModelPackagingJobs":[{"JobName":"b"}]})"}});
  const ProgramResult result = Run({TRACE_CALLS, "boards"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out,
            "ModelPackagingJobMetadata{JobName: \"a\"}\nModelPackagingJobMetadata{JobName: \"b\"}\n");
  EXPECT_THAT(result.err,
              MatchesRegex("trace traceparent=[^\n]*\n"
                           "attempt 1/3 operation=ListModelPackagingJobs [^\n]* status=503 [^\n]*"
                           " connection=new retry_in_ms=[^\n]* error=\"service: busy [^\n]*\n"
                           "attempt 2/3 [^\n]* status=200 [^\n]* first_byte_ms=[^\n]* connection=reused\n"
                           "call operation=ListModelPackagingJobs [^\n]* attempts=2 [^\n]* outcome=ok\n"
                           "attempt 1/3 [^\n]* status=200 [^\n]*\n"
                           "call operation=ListModelPackagingJobs [^\n]* attempts=1 [^\n]* outcome=ok\n"));
  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 3U);
  const auto traceparent = requests[0].headers.Find("traceparent");
  ASSERT_TRUE(traceparent);
  EXPECT_THAT(std::string(*traceparent), MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  EXPECT_THAT(result.err, HasSubstr("trace traceparent=" + std::string(*traceparent) + "\n"));
  for (const auto& request : requests) EXPECT_EQ(request.headers.Find("traceparent"), traceparent);
}

TEST_F(TraceCalls, DoesNotLogSecretsOrControlCharacters) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 400,
                                        .error_type = "ValidationException",
                                        .message = "\x1b[2J",
                                        .headers = {{"x-amzn-RequestId", "r\x1b[2J"}}}});
  const ProgramResult result = Run({TRACE_CALLS});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr(" outcome=service\n"));
  EXPECT_THAT(result.err, Not(HasSubstr(testing::MakeTestCredentials().secret_access_key)));
  EXPECT_THAT(result.err, Not(ContainsRegex("[^ -~\n]")));
}

}  // namespace
}  // namespace lookoutvision::test
