// Tests of the command list: its pages, and the jobs that it omits.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/examples/commands_test.h"

namespace package_model {
namespace {

using testing::IsEmpty;
using testing::StartsWith;

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
  EXPECT_FALSE(Json().contains("ModelPackagingJobs"));
  EXPECT_EQ(Json().at("error").at("code"), "AccessDeniedException");
  EXPECT_THAT(status_.str(), StartsWith("error: AccessDeniedException: "));
}

class ListTest : public CommandsTest {
 protected:
  ListTest() {
    options_.output = OutputFormat::kJson;
    transport_
        ->Then(200, R"({"ModelPackagingJobs": [{"JobName": "e", "Status": "RUNNING"},
                                               {"JobName": "d", "Status": "FAILED"}], "NextToken": "t"})")
        .Then(200, R"({"ModelPackagingJobs": [{"JobName": "c", "Status": "FAILED"}, {"JobName": "b"},
                                              {"JobName": "a", "Status": "FAILED"}], "NextToken": ""})");
  }

  // The names of the jobs.
  std::string Listed() {
    EXPECT_EQ(RunCommand(Command::kList), kDone);
    std::string names;
    const auto output = Json();
    for (const auto& job : output.at("ModelPackagingJobs")) names += job.at("JobName").get<std::string>();
    return names;
  }

  using Status = lookoutvision::ModelPackagingJobStatus;
};

TEST_F(ListTest, OmitsJobsWithAnotherStatus) {
  options_.statuses = {Status::kFailed};
  EXPECT_EQ(Listed(), "dca");
  EXPECT_FALSE(Json().contains("truncated"));
}

TEST_F(ListTest, ContainsJobsWithAnyOfSeveralStatuses) {
  options_.statuses = {Status::kFailed, Status::kRunning};
  EXPECT_EQ(Listed(), "edca");
}

TEST_F(ListTest, EndsAtTheMaximumOfItems) {
  options_.max_items = 3;
  EXPECT_EQ(Listed(), "edc");
  EXPECT_EQ(Json().at("truncated"), true);
}

TEST_F(ListTest, RequestsNoPageAfterTheMaximumOfItems) {
  options_.max_items = 2;
  EXPECT_EQ(Listed(), "ed");
  EXPECT_EQ(transport_->sent().size(), 1U);
  // The response has a token for another page.
  EXPECT_EQ(Json().at("truncated"), true);
}

TEST_F(ListTest, IsNotTruncatedIfItContainsAllJobs) {
  options_.max_items = 5;
  EXPECT_EQ(Listed(), "edcba");
  EXPECT_FALSE(Json().contains("truncated"));
}

TEST_F(ListTest, CountsOnlyJobsOfTheStatus) {
  options_.statuses = {Status::kFailed};
  options_.max_items = 2;
  EXPECT_EQ(Listed(), "dc");
  EXPECT_EQ(Json().at("truncated"), true);
}

TEST_F(ListTest, PrintsThatThereMayBeMoreJobs) {
  options_.output = OutputFormat::kText;
  options_.max_items = 1;
  EXPECT_EQ(RunCommand(Command::kList), kDone);
  EXPECT_EQ(out_.str(),
            "STATUS   MODEL  CREATED (UTC)  JOB\n"
            "RUNNING  -      -              e\n"
            "Stopped after 1 (--max-items): there may be more jobs.\n");
}

}  // namespace
}  // namespace package_model
