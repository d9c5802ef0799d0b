// Tests of the tool with several jobs, and of continuing after an interruption.
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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

class PackageModelJobs : public PackageModel {
 protected:
  // Starts the jobs "a", "b" and "c", each with its own component. The jobs in `fails` fail.
  void StartThree(const std::string& fails = "",
                  testing::MockServiceOptions options = {
                      .progress = testing::ProgressByPolls{.running_at = 1, .finished_at = 1}}) {
    options.job_failure = [fails](const StartModelPackagingJobRequest& request) {
      return fails.find(*request.job_name()) != std::string::npos ? std::optional<std::string>("no bucket")
                                                                  : std::nullopt;
    };
    Service(options);
    for (const std::string job : {"a", "b", "c"}) {
      const ProgramResult started =
          Tool({"start", "--project-name", "circuit-boards", "--model-version", "1", "--component-name",
                "com.example." + job, "--s3-bucket", "my-bucket", "--target-device", "jetson_xavier",
                "--job-name", job});
      ASSERT_EQ(started.status, 0) << started.err;
    }
  }

  static Words WaitForThree(const Words& more = {}) {
    Words words = OfJob("wait", "a", {"--job-name", "b", "--job-name", "c", "--poll-interval", "0.001"});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

TEST_F(PackageModelJobs, AreWaitedForAndTheErrorNamesTheFailedOne) {
  StartThree("b");
  const ProgramResult result = Tool(WaitForThree());
  EXPECT_EQ(result.status, 254);
  EXPECT_THAT(result.out,
              MatchesRegex("job         a\n.*\nversion     1.0.0\n\njob         c\n.*\nversion     1.0.0\n"));
  EXPECT_THAT(result.err, MatchesRegex("SUCCEEDED, [0-9]+ s, job a\nFAILED, [0-9]+ s, job b\n"
                                       "SUCCEEDED, [0-9]+ s, job c\n"
                                       "error: job b: job failed: no bucket [^\n]*\n"));
}

TEST_F(PackageModelJobs, MakeOneMapOfComponentsForADeployment) {
  StartThree("b");
  const ProgramResult result = Tool(WaitForThree({"--output", "json"}));
  EXPECT_EQ(result.status, 254);
  const json output = json::parse(result.out);
  EXPECT_EQ(output.at("jobs").size(), 3U);
  EXPECT_EQ(output.at("jobs").at(1).at("error").at("message"), "no bucket");
  EXPECT_EQ(output.at("components"), json::parse(R"({"com.example.a": {"componentVersion": "1.0.0"},
                                                     "com.example.c": {"componentVersion": "1.0.0"}})"));
}

TEST_F(PackageModelJobs, AreATableOnATerminal) {
  if (!Program::HasTerminals()) GTEST_SKIP() << "this machine has no pseudo terminals";
  StartThree();
  program_.terminal_columns = 80;
  program_.environment["TERM"] = "xterm";
  const ProgramResult result = Tool(WaitForThree());
  EXPECT_EQ(result.status, 0);
  // The terminal makes \r\n of each \n.
  EXPECT_THAT(result.err,
              StartsWith("\rSTATUS  TIME  JOB\x1b[K\r\n-       0 s   a\x1b[K\r\n-       0 s   b\x1b[K\r\n"
                         "-       0 s   c\x1b[K\x1b[3A\rSTATUS     TIME  JOB\x1b[K\r\n"));
  EXPECT_THAT(result.err,
              MatchesRegex(".*\x1b\\[3A\rSTATUS     TIME  JOB\x1b\\[K\r\n"
                           "SUCCEEDED  [0-9]+ s   a\x1b\\[K\r\nSUCCEEDED  [0-9]+ s   b\x1b\\[K\r\n"
                           "SUCCEEDED  [0-9]+ s   c\x1b\\[K\r\n"));
}

TEST_F(PackageModelJobs, AreListedFromAllPages) {
  StartThree("", {.max_page_size = 2});
  const ProgramResult table = Tool({"list", "--project-name", "circuit-boards"});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_THAT(table.out, MatchesRegex("STATUS   MODEL  CREATED \\(UTC\\)     JOB\n"
                                      "CREATED  1      20[0-9-]+ [0-9:]+  c\n"
                                      "CREATED  1      20[0-9-]+ [0-9:]+  b\n"
                                      "CREATED  1      20[0-9-]+ [0-9:]+  a\n"));
  const ProgramResult list =
      Tool({"list", "--project-name", "circuit-boards", "--page-size", "1", "--output", "json"});
  const json jobs = json::parse(list.out).at("ModelPackagingJobs");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[0].at("JobName"), "c");
}

TEST_F(PackageModelJobs, AreListedByStatusUpToANumber) {
  StartThree("b");
  ASSERT_EQ(Tool(WaitForThree()).status, 254);
  const auto names = [this](const Words& more) {
    Words words{"list", "--project-name", "circuit-boards", "--output", "json"};
    words.insert(words.end(), more.begin(), more.end());
    std::string text;
    const json output = json::parse(Tool(words).out);
    for (const json& job : output.at("ModelPackagingJobs")) text += job.at("JobName").get<std::string>();
    return text + (output.contains("truncated") ? "..." : "");
  };
  EXPECT_EQ(names({"--status", "FAILED"}), "b");
  EXPECT_EQ(names({"--status", "SUCCEEDED", "--max-items", "2"}), "ca");
  EXPECT_EQ(names({"--max-items", "2"}), "cb...");
}

TEST_F(PackageModelJobs, ContinueWithTheCommandThatAnInterruptedStartPrints) {
  testing::MockService& service =
      Service({.progress = testing::ProgressByPolls{.running_at = 2, .finished_at = 2}});
  const auto tool = LaunchTool(Start({"--wait", "--job-name", "job-1", "--poll-interval", "600"}));
  ASSERT_TRUE(tool->WaitForErr("CREATED, "));
  tool->Signal(SIGINT);
  const ProgramResult interrupted = tool->Wait();
  EXPECT_EQ(interrupted.status, 130);

  const ProgramResult resumed = Run(CommandToContinue(interrupted.err));
  EXPECT_EQ(resumed.status, 0) << interrupted.err << resumed.err;
  EXPECT_THAT(resumed.err, ContainsRegex("^client token: [0-9a-f-]+\nstarted, 0 s, job job-1\n"));
  EXPECT_THAT(resumed.out, HasSubstr("\nstatus      SUCCEEDED\n"));
  // With another token, the job name is a conflict.
  EXPECT_EQ(Tool(Start({"--job-name", "job-1", "--client-token", "token-2"})).status, 254);
  EXPECT_EQ(service.requests().front().body, service.requests().at(2).body);
}

TEST_F(PackageModelJobs, AreReportedWithAllErrorsAtOnce) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool({"wait", "--project-name", "no spaces", "--region", "a", "--region", "b",
                                     "--timeout", "soon", "stray", "--job-name"});
  EXPECT_EQ(result.status, 252);
  EXPECT_THAT(result.err, AllOf(HasSubstr("\n  --job-name: its value is missing\n"),
                                HasSubstr("\n  --region: is given more than once\n"),
                                HasSubstr("\n  unknown argument: stray\n"), HasSubstr("\n  --timeout: "),
                                HasSubstr("\n  --project-name, ProjectName: "), Not(HasSubstr("JobName"))));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(service.counters().connections, 0U);
}

}  // namespace
}  // namespace lookoutvision::test
