// Tests of the example that logs and traces.
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

TEST_F(TraceCalls, WritesASpanForEachAttemptAndEachCall) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 503, .message = "busy"}});
  service.Enqueue(
      {.response = Response{.body = R"({"ModelPackagingJobs":[{"JobName":"a"}],"NextToken":"t"})"}});
  service.Enqueue({.response = Response{.body = R"({"ModelPackagingJobs":[{"JobName":"b"}]})"}});
  const ProgramResult result = Run({TRACE_CALLS, "boards"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out,
            "ModelPackagingJobMetadata{JobName: \"a\"}\nModelPackagingJobMetadata{JobName: \"b\"}\n");
  const std::string attempt = "span=\"GET\" [^\n]* server.address=127.0.0.1 server.port=[0-9]+ [^\n]*";
  const std::string call =
      "span=\"LookoutVision/ListModelPackagingJobs\" [^\n]* rpc.method=ListModelPackagingJobs\n";
  EXPECT_THAT(result.err,
              MatchesRegex(attempt + " http.response.status_code=503 [^\n]* error.type=503\n" + attempt +
                           " http.request.resend_count=1 http.response.status_code=200 [^\n]*\n" + call +
                           attempt + " http.response.status_code=200 [^\n]*\n" + call));
}

TEST_F(TraceCalls, SendsTheIdsOfTheSpansToTheService) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 503, .message = "busy"}});
  const ProgramResult result = Run({TRACE_CALLS, "boards"});
  EXPECT_EQ(result.status, 0) << result.err;
  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 2U);
  for (const auto& request : requests) {
    const std::string parent(request.headers.Find("traceparent").value_or(""));
    ASSERT_THAT(parent, MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    EXPECT_THAT(result.err,
                HasSubstr("span=\"GET\" trace=" + parent.substr(3, 32) + " id=" + parent.substr(36, 16)));
  }
  EXPECT_NE(requests[0].headers.Find("traceparent"), requests[1].headers.Find("traceparent"));
}

TEST_F(TraceCalls, DoesNotLogSecretsOrControlCharacters) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 400,
                                        .error_type = "ValidationException",
                                        .message = "\x1b[2J",
                                        .headers = {{"x-amzn-RequestId", "r\x1b[2J"}}}});
  const ProgramResult result = Run({TRACE_CALLS});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr(" error.type=ValidationException\n"));
  EXPECT_THAT(result.err, Not(HasSubstr(testing::MakeTestCredentials().secret_access_key)));
  EXPECT_THAT(result.err, Not(ContainsRegex("[^ -~\n]")));
}

}  // namespace
}  // namespace lookoutvision::test
