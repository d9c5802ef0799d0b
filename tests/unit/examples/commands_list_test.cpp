// Tests list: its pages, and the jobs that it omits.
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

}  // namespace
}  // namespace package_model
