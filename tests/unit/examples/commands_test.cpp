// Tests the commands with a scripted transport: their output, requests and exit statuses.
#include "package_model/commands.h"

#include <chrono>
#include <memory>
#include <sstream>
#include <stop_token>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kStarted = R"({"JobName": "job-1"})";

std::string Described(const std::string& status, const std::string& job = "job-1") {
  return R"({"ModelPackagingDescription": {"JobName": ")" + job + R"(", "Status": ")" + status +
         R"(", "StatusMessage": "so it is"}})";
}

class CommandsTest : public testing::Test {
 protected:
  CommandsTest() {
    options_.config.region = "eu-west-1";
    options_.config.endpoint_url = "https://vision.example";
    options_.config.credentials = lfv::MakeAnonymousCredentials();
    options_.config.transport = transport_;
    options_.config.platform = platform_.platform();
    options_.job.WithProjectName("boards").WithJobName("job-1");
    options_.jobs = {options_.job};
    options_.list.WithProjectName("boards");
    options_.start.WithProjectName("boards").WithModelVersion("1").WithConfiguration(
        {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}});
  }

  ExitStatus RunCommand(Command command) {
    options_.command = command;
    LiveTable table(status_, [] { return TerminalSize{}; });
    return package_model::Run(options_, stop_.get_token(), out_, table);
  }

  lfv::test::FakePlatform platform_;
  std::shared_ptr<lfv::test::ScriptedTransport> transport_ = std::make_shared<lfv::test::ScriptedTransport>();
  Options options_;
  std::stop_source stop_;
  std::ostringstream out_;
  std::ostringstream status_;
};

TEST_F(CommandsTest, StartPrintsTheJob) {
  transport_->Then(200, kStarted);
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("Started packaging job job-1."));
  EXPECT_THAT(status_.str(), IsEmpty());
}

TEST_F(CommandsTest, StartWithWaitPrintsTheJobsNameFirstAndItsDescriptionLast) {
  options_.wait = true;
  options_.output = OutputFormat::kJson;
  transport_->Then(200, kStarted).Then(200, Described("RUNNING")).Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["ModelPackagingDescription"]["Status"], "SUCCEEDED");
  EXPECT_THAT(status_.str(), StartsWith("started, 0 s, job job-1\nRUNNING, "));
  EXPECT_THAT(transport_->sent().at(1).request.url,
              EndsWith("/2020-11-20/projects/boards/modelpackagingjobs/job-1"));
}

TEST_F(CommandsTest, DescribePrintsAFailedJobAsASuccess) {
  transport_->Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kDescribe), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED"));
}

TEST_F(CommandsTest, AFailedJobEndsTheWaitAndJsonDescribesIt) {
  options_.output = OutputFormat::kJson;
  transport_->Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["ModelPackagingDescription"]["Status"], "FAILED");
  EXPECT_THAT(status_.str(), HasSubstr("error: job failed: so it is"));
}

TEST_F(CommandsTest, AFailedJobIsOnlyAnErrorInText) {
  transport_->Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(CommandsTest, AJobWithoutAStatusIsPolledAgain) {
  transport_->Then(200, "{}").Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kWait), kDone);
  EXPECT_THAT(status_.str(), StartsWith("no status, 0 s"));
}

TEST_F(CommandsTest, AnErrorOfTheServiceIsOneLine) {
  transport_->Then(409, R"({"message": "taken\n"})",
                   {{"x-amzn-errortype", "ConflictException"}, {"x-amzn-requestid", "id-1"}});
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(status_.str(), "error: ConflictException: taken\\n (HTTP 409, request id id-1, 1 attempt)\n");
}

TEST_F(CommandsTest, AStopRequestInterrupts) {
  stop_.request_stop();
  EXPECT_EQ(RunCommand(Command::kWait), kInterrupted);
  EXPECT_THAT(status_.str(), StartsWith("error: cancelled: "));
}

TEST_F(CommandsTest, PollsSlowDownUnlessAnIntervalIsGiven) {
  platform_.SetRandomShare(0);
  transport_->Then(200, Described("RUNNING"))
      .Then(200, Described("RUNNING"))
      .Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kWait), kDone);
  EXPECT_THAT(platform_.sleeps, testing::ElementsAre(2s, 3s));

  platform_.sleeps.clear();
  options_.poll_interval = 250ms;
  transport_->Then(200, Described("RUNNING"))
      .Then(200, Described("RUNNING"))
      .Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kWait), kDone);
  EXPECT_THAT(platform_.sleeps, testing::ElementsAre(250ms, 250ms));
}

TEST_F(CommandsTest, TheTimeoutOfAWaitIsAnHourByDefault) {
  options_.poll_interval = 50min;
  for (int i = 0; i < 3; ++i) transport_->Then(200, Described("RUNNING"));
  EXPECT_EQ(RunCommand(Command::kWait), kOtherFailure);
  EXPECT_THAT(status_.str(), HasSubstr("error: timeout: "));

  options_.timeout = 3h;
  transport_->Then(200, Described("RUNNING"))
      .Then(200, Described("RUNNING"))
      .Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kWait), kDone);
}

TEST_F(CommandsTest, TheTimeoutAppliesToACall) {
  options_.timeout = 5s;
  transport_->Then(200, Described("RUNNING"));
  EXPECT_EQ(RunCommand(Command::kDescribe), kDone);
  EXPECT_THAT(transport_->sent().at(0).options.timeout, AllOf(testing::Gt(0ms), testing::Le(5s)));
}

TEST_F(CommandsTest, DebugPrintsEachAttempt) {
  options_.debug = true;
  transport_->Then(503).Then(200, kStarted);
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_THAT(
      status_.str(),
      testing::ContainsRegex("^debug: StartModelPackagingJob attempt 1 of 3 .*HTTP 503.*next attempt in .*\n"
                             "debug: StartModelPackagingJob attempt 2 of 3 .*succeeded.*\n$"));
}

TEST_F(CommandsTest, PrintsHowToContinueAStartThatIsInterruptedWhileItWaits) {
  options_.wait = true;
  options_.words = {"start", "--wait", "--client-token", "token-1"};
  options_.start.WithClientToken("token-1");
  transport_->Then(200, kStarted).Then(200, Described("RUNNING"));
  platform_.on_sleep = [this] { stop_.request_stop(); };
  EXPECT_EQ(RunCommand(Command::kStart), kInterrupted);
  EXPECT_THAT(status_.str(),
              AllOf(HasSubstr("\nerror: cancelled: "),
                    EndsWith("\nto continue: package_model start --wait --client-token token-1\n")));
}

TEST_F(CommandsTest, DoesNotPrintHowToContinueAJobThatFailed) {
  options_.wait = true;
  transport_->Then(200, kStarted).Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  EXPECT_THAT(status_.str(), testing::Not(HasSubstr("to continue")));
}

TEST_F(CommandsTest, AnInvalidConfigurationNamesTheOption) {
  options_.config.region = "no region";
  EXPECT_EQ(RunCommand(Command::kList), kBadConfiguration);
  EXPECT_THAT(status_.str(), AllOf(HasSubstr("--region"), testing::Not(HasSubstr("ClientConfig"))));
  status_.str("");
  options_.config.region = options_.config.endpoint_url = std::nullopt;
  EXPECT_EQ(RunCommand(Command::kList), kBadConfiguration);
  EXPECT_THAT(status_.str(),
              AllOf(HasSubstr("--region, AWS_REGION"), testing::Not(HasSubstr("ClientConfig"))));
}

TEST_F(CommandsTest, StartWithWaitPollsAgainIfTheNewJobIsNotFound) {
  options_.wait = true;
  transport_->Then(200, kStarted)
      .Then(404, "{}", {{"x-amzn-errortype", "ResourceNotFoundException"}})
      .Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
}

TEST_F(CommandsTest, WaitFailsAtOnceIfTheJobIsNotFound) {
  transport_->Then(404, "{}", {{"x-amzn-errortype", "ResourceNotFoundException"}});
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_THAT(platform_.sleeps, IsEmpty());
}

TEST_F(CommandsTest, JsonDescribesAJobThatIsRunningAtTheTimeout) {
  options_.output = OutputFormat::kJson;
  options_.timeout = 1s;
  transport_->Then(200, Described("RUNNING")).Then(200, Described("RUNNING"));
  EXPECT_EQ(RunCommand(Command::kWait), kOtherFailure);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["ModelPackagingDescription"]["Status"], "RUNNING");
}

class SeveralJobsTest : public CommandsTest {
 protected:
  SeveralJobsTest() {
    options_.jobs.clear();
    for (const char* name : {"a", "b", "c"}) {
      options_.jobs.push_back(
          lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(name));
    }
  }
};

TEST_F(SeveralJobsTest, AreDescribedInOrderAndTheErrorNamesTheFailedOne) {
  transport_->Then(200, Described("SUCCEEDED", "a"))
      .Then(200, Described("FAILED", "b"))
      .Then(200, Described("SUCCEEDED", "c"));
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_THAT(out_.str(), testing::MatchesRegex("job         a\n[^\f]*\n\njob         c\n[^\f]*"));
  EXPECT_THAT(status_.str(), testing::MatchesRegex("SUCCEEDED, 0 s, job a\nFAILED, 0 s, job b\n"
                                                   "SUCCEEDED, 0 s, job c\n"
                                                   "error: job b: job failed: so it is\n"));
}

TEST_F(SeveralJobsTest, AreOneListInJsonIncludingFailedOnes) {
  options_.output = OutputFormat::kJson;
  transport_->Then(200, Described("SUCCEEDED", "a"))
      .Then(403, "{}", {{"x-amzn-errortype", "AccessDeniedException"}})
      .Then(200, Described("FAILED", "c"));
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  const auto jobs = nlohmann::json::parse(out_.str())["ModelPackagingDescriptions"];
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0]["Status"], "SUCCEEDED");
  EXPECT_EQ(jobs[1]["Status"], "FAILED");
}

TEST_F(SeveralJobsTest, EndWithTheStatusOfTheFirstThatDidNotSucceed) {
  transport_->Then(200, Described("SUCCEEDED")).Then(200, "<html>").Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kWait), kOtherFailure);
}

TEST_F(SeveralJobsTest, EndAsInterruptedEvenIfOthersFailedAndSayOnceHowToContinue) {
  options_.words = {"wait", "--job-name", "a"};
  transport_->Then(200, Described("FAILED"));
  platform_.on_sleep = [this] { stop_.request_stop(); };
  EXPECT_EQ(RunCommand(Command::kWait), kInterrupted);
  EXPECT_THAT(status_.str(),
              AllOf(HasSubstr("error: job a: job failed: "), HasSubstr("error: job b: cancelled: "),
                    HasSubstr("error: job c: cancelled: "),
                    EndsWith("\nto continue: package_model wait --job-name a\n")));
  EXPECT_EQ(status_.str().find("to continue"), status_.str().rfind("to continue"));
}

TEST_F(CommandsTest, ListPrintsAllPagesAsOneTable) {
  transport_
      ->Then(200, R"({"ModelPackagingJobs": [{"JobName": "b", "Status": "RUNNING"}], "NextToken": "t"})")
      .Then(200, R"({"ModelPackagingJobs": [{"JobName": "a", "Status": "FAILED"}]})");
  EXPECT_EQ(RunCommand(Command::kList), kDone);
  EXPECT_EQ(out_.str(),
            "STATUS   MODEL  CREATED (UTC)  JOB\n"
            "RUNNING  -      -              b\n"
            "FAILED   -      -              a\n");
  EXPECT_THAT(status_.str(), IsEmpty());
}

TEST_F(CommandsTest, ListPrintsOnlyTheErrorOfAPage) {
  options_.output = OutputFormat::kJson;
  transport_->Then(200, R"({"ModelPackagingJobs": [{"JobName": "b"}], "NextToken": "t"})")
      .Then(403, "{}", {{"x-amzn-errortype", "AccessDeniedException"}});
  EXPECT_EQ(RunCommand(Command::kList), kServiceError);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_THAT(status_.str(), StartsWith("error: AccessDeniedException: "));
}

}  // namespace
}  // namespace package_model
