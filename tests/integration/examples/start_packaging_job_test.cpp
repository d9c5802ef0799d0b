// Tests of the example of the README.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/examples/example_test.h"

namespace lookoutvision::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class StartPackagingJob : public ExampleTest {};

TEST_F(StartPackagingJob, PrintsTheComponent) {
  Service({.progress = testing::ProgressByPolls{.running_at = 1, .finished_at = 1}});
  const ProgramResult result = Run({START_PACKAGING_JOB});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("arn:aws:greengrass:"));
  EXPECT_THAT(result.out, HasSubstr("com.example.BoardInspector"));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(StartPackagingJob, PrintsWhyTheJobWasNotStarted) {
  Service().Enqueue({.response = testing::Response{
                         .status = 403, .error_type = "AccessDeniedException", .message = "not yours"}});
  const ProgramResult result = Run({START_PACKAGING_JOB});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, StartsWith("AccessDeniedException: not yours (HTTP 403, request id "));
}

TEST_F(StartPackagingJob, PrintsWhyTheJobFailed) {
  Service({.progress = testing::ProgressByPolls{.running_at = 1, .finished_at = 1},
           .job_failure = [](const auto&) { return "the bucket is gone"; }});
  const ProgramResult result = Run({START_PACKAGING_JOB});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, StartsWith("job failed: the bucket is gone"));
}

}  // namespace
}  // namespace lookoutvision::test
