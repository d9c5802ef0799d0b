// Tests of the command wait, and of start with --wait: their output and their polls.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/examples/commands_test.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST_F(CommandsTest, StartWithWaitPrintsTokenAndJobFirstAndTheDescriptionLast) {
  options_.wait = true;
  options_.output = OutputFormat::kJson;
  transport_->Then(200, kStarted).Then(200, Described("RUNNING")).Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_EQ(Json().at("jobs").at(0).at("ModelPackagingDescription").at("Status"), "SUCCEEDED");
  EXPECT_THAT(status_.str(), testing::ContainsRegex("^client token: [0-9a-f-]{36}\nstarted, 0 s, job job-1\n"
                                                    "RUNNING, "));
  EXPECT_THAT(transport_->sent().at(1).request.url,
              EndsWith("/2020-11-20/projects/boards/modelpackagingjobs/job-1"));
}

TEST_F(CommandsTest, AFailedJobEndsTheWaitAndJsonDescribesIt) {
  options_.output = OutputFormat::kJson;
  transport_->Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_EQ(Json().at("jobs").at(0).at("ModelPackagingDescription").at("Status"), "FAILED");
  EXPECT_EQ(Json().at("jobs").at(0).at("error").at("kind"), "job failed");
  EXPECT_EQ(Json().at("jobs").at(0).at("error").at("message"), "so it is");
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
  EXPECT_EQ(Json().at("jobs").at(0).at("ModelPackagingDescription").at("Status"), "RUNNING");
  EXPECT_EQ(Json().at("jobs").at(0).at("error").at("kind"), "timeout");
}

TEST_F(CommandsTest, JsonOfAWaitHasOneShapeWhateverEndsIt) {
  options_.output = OutputFormat::kJson;
  transport_->Then(404, "{}", {{"x-amzn-errortype", "ResourceNotFoundException"}});
  EXPECT_EQ(RunCommand(Command::kWait), kServiceError);
  EXPECT_EQ(Json().at("jobs").at(0).at("JobName"), "job-1");
  EXPECT_EQ(Json().at("jobs").at(0).at("error").at("code"), "ResourceNotFoundException");

  out_.str("");
  options_.config.region = "no region";
  EXPECT_EQ(RunCommand(Command::kWait), kBadConfiguration);
  EXPECT_EQ(Json().at("jobs").at(0).at("error").at("kind"), "configuration");
}

TEST_F(CommandsTest, JsonOfAStartThatWaitsHasTheShapeOfAWait) {
  options_.output = OutputFormat::kJson;
  options_.wait = true;
  options_.start.WithClientToken("token-1").WithJobName("job-1");
  transport_->Then(200, kStarted).Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  const auto failed = Json().at("jobs");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed.at(0).at("JobName"), "job-1");
  EXPECT_EQ(failed.at(0).at("ClientToken"), "token-1");
  EXPECT_EQ(failed.at(0).at("ModelPackagingDescription").at("Status"), "FAILED");
  EXPECT_EQ(failed.at(0).at("error").at("kind"), "job failed");

  out_.str("");
  transport_->Then(403, "{}", {{"x-amzn-errortype", "AccessDeniedException"}});
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  const auto rejected = Json().at("jobs");
  ASSERT_EQ(rejected.size(), 1U);
  EXPECT_EQ(rejected.at(0).at("JobName"), "job-1");
  EXPECT_EQ(rejected.at(0).at("ClientToken"), "token-1");
  EXPECT_EQ(rejected.at(0).at("error").at("code"), "AccessDeniedException");
}

TEST_F(CommandsTest, ALongWaitPrintsALinePerMinute) {
  options_.output = OutputFormat::kJson;
  options_.poll_interval = 20s;
  for (int i = 0; i < 8; ++i) transport_->Then(200, Described("RUNNING"));
  transport_->Then(200, Described("SUCCEEDED"));
  EXPECT_EQ(RunCommand(Command::kWait), kDone);
  EXPECT_EQ(status_.str(),
            "RUNNING, 0 s, job job-1\n"
            "RUNNING, 1 min 0 s, job job-1\n"
            "RUNNING, 2 min 0 s, job job-1\n"
            "SUCCEEDED, 2 min 40 s, job job-1\n");
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
  const auto jobs = Json().at("jobs");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs.at(0).at("JobName"), "a");
  EXPECT_EQ(jobs.at(0).at("ModelPackagingDescription").at("Status"), "SUCCEEDED");
  EXPECT_FALSE(jobs.at(0).contains("error"));
  EXPECT_EQ(jobs.at(1).at("JobName"), "b");
  EXPECT_FALSE(jobs.at(1).contains("ModelPackagingDescription"));
  EXPECT_EQ(jobs.at(1).at("error").at("code"), "AccessDeniedException");
  EXPECT_EQ(jobs.at(2).at("ModelPackagingDescription").at("Status"), "FAILED");
  EXPECT_EQ(jobs.at(2).at("error").at("kind"), "job failed");
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

}  // namespace
}  // namespace package_model
