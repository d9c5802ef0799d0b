// Tests of the tool's status line, of --debug and of signals.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>

#include "integration/examples/example_test.h"

namespace lookoutvision::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using testing::FaultAction;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::Response;
using ::testing::StartsWith;

class WatchedPackageModel : public PackageModel {};

class InterruptedPackageModel : public PackageModel, public ::testing::WithParamInterface<int> {};

TEST_P(InterruptedPackageModel, EndsACallAtOnceWhileTheServiceIsSilent) {
  testing::MockService& service = Service();
  service.Enqueue({.then = FaultAction::kSilence});
  const auto tool = LaunchTool(Start());
  ASSERT_TRUE(service.WaitForRequests(1));
  tool->Signal(GetParam());
  const ProgramResult result = tool->Wait();
  EXPECT_EQ(result.status, 130);
  EXPECT_THAT(result.err,
              AllOf(StartsWith("error: cancelled: "),
                    ContainsRegex("\nto continue: package_model start .* --client-token [^ ]+\n$")));
}

TEST_P(InterruptedPackageModel, EndsAWaitAtOnceBetweenTwoPolls) {
  Service();
  ASSERT_EQ(Tool(Start()).status, 0);
  const auto tool = LaunchTool(OfJob("wait", "model-packaging-job-1", {"--poll-interval", "600"}));
  ASSERT_TRUE(tool->WaitForErr("CREATED, "));
  tool->Signal(GetParam());
  const ProgramResult result = tool->Wait();
  EXPECT_EQ(result.status, 130);
  EXPECT_THAT(result.err,
              ContainsRegex("error: cancelled: [^\n]*\nto continue: package_model wait --project-name "
                            "circuit-boards --job-name model-packaging-job-1 --poll-interval 600\n$"));
  EXPECT_THAT(result.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptedPackageModel, ::testing::Values(SIGINT, SIGTERM));

TEST_F(WatchedPackageModel, PrintsEachAttemptWithDebug) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 503}}, 2);
  const ProgramResult result = Tool(Start({"--debug", "--output", "json", "--job-name", "job-1"}));
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(json::parse(result.out).at("JobName"), "job-1");
  EXPECT_THAT(
      result.err,
      MatchesRegex("debug: StartModelPackagingJob attempt 1 of 3 at http://[^\n]*HTTP 503[^\n]*next [^\n]*\n"
                   "debug: StartModelPackagingJob attempt 2 of 3 at http://[^\n]*HTTP 503[^\n]*next [^\n]*\n"
                   "debug: StartModelPackagingJob attempt 3 of 3 at http://[^\n]*succeeded [^\n]*\n"));
  EXPECT_THAT(result.err, Not(HasSubstr(testing::MakeTestCredentials().secret_access_key)));
  // All attempts of a call have the same ids.
  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].status, 503);
  EXPECT_EQ(requests[1].status, 503);
  EXPECT_EQ(requests[2].status, 202);
  for (const char* const header : {"X-Amzn-Client-Token", "amz-sdk-invocation-id"}) {
    const auto first = requests[0].headers.Find(header);
    ASSERT_TRUE(first) << header;
    EXPECT_THAT(std::string(*first), MatchesRegex("[0-9a-f-]{36}")) << header;
    for (const auto& request : requests) EXPECT_EQ(request.headers.Find(header), first) << header;
  }
  EXPECT_NE(requests[0].headers.Find("X-Amzn-Client-Token"),
            requests[0].headers.Find("amz-sdk-invocation-id"));
}

TEST_F(WatchedPackageModel, RewritesOneLineOnATerminal) {
  if (!Program::HasTerminals()) GTEST_SKIP() << "this machine has no pseudo terminals";
  Service();
  program_.terminal_columns = 24;
  program_.environment["TERM"] = "xterm";
  const ProgramResult result = Tool(StartAndWait({"--job-name", "job-with-a-long-name"}));
  EXPECT_EQ(result.status, 0);
  // The terminal makes \r\n of the last \n.
  EXPECT_THAT(
      result.err,
      MatchesRegex("client token: [0-9a-f-]+\r\n(\r[A-Za-z]+, [0-9]+ s, job j[^\r\n]*\x1b\\[K)+\r\n"));
  EXPECT_THAT(result.err, HasSubstr("\rstarted, 0 s, job job-w\x1b[K"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

TEST_F(WatchedPackageModel, UpdatesTheTimeOnATerminalBetweenTwoPolls) {
  if (!Program::HasTerminals()) GTEST_SKIP() << "this machine has no pseudo terminals";
  Service();
  program_.terminal_columns = 80;
  program_.environment["TERM"] = "xterm";
  const auto tool = LaunchTool(Start({"--wait", "--poll-interval", "600"}));
  EXPECT_TRUE(tool->WaitForErr("\rCREATED, [1-9][0-9]* s, "));
  tool->Signal(SIGINT);
  EXPECT_EQ(tool->Wait().status, 130);
}

TEST_F(WatchedPackageModel, PrintsLinesOnATerminalThatCannotRewriteThem) {
  if (!Program::HasTerminals()) GTEST_SKIP() << "this machine has no pseudo terminals";
  Service();
  program_.terminal_columns = 80;
  program_.environment["TERM"] = "dumb";
  const ProgramResult result = Tool(StartAndWait());
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace lookoutvision::test
