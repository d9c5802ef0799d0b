// Tests of changes of the mock service's jobs from outside: ending a job, the clock, and what counts as a
// change.
#include <chrono>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "testing/job_store.h"
#include "testing/responses.h"
#include "testing/seed.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using Status = ModelPackagingJobStatus;

constexpr SystemTime kNow{std::chrono::seconds{1'440'938'160}};

StartModelPackagingJobRequest Request(std::string job_name) {
  return StartModelPackagingJobRequest()
      .WithProjectName("boards")
      .WithModelVersion("3")
      .WithJobName(std::move(job_name))
      .WithConfiguration({.greengrass = {.component_name = "c",
                                         .s3_output_location = {.bucket = "bucket"},
                                         .target_device = TargetDevice::kJetsonXavier}});
}

ModelPackagingDescription Description(JobStore& jobs, const std::string& job, SystemTime now = kNow) {
  return jobs.Describe(DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(job), now);
}

int StatusOfEnd(JobStore& jobs, const std::string& project, const std::string& job) {
  try {
    jobs.End(project, job, std::nullopt, kNow);
    return 200;
  } catch (const ServiceError& error) {
    return error.status;
  }
}

TEST(JobStoreEnd, EndsARunningJob) {
  JobStore jobs({.job_failure = [](const auto&) { return std::optional<std::string>("planned"); }});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  jobs.End("boards", "a", std::nullopt, kNow + 5s);
  const auto ended = Description(jobs, "a", kNow + 9s);
  EXPECT_EQ(ended.status, Status::kSucceeded);
  EXPECT_EQ(ended.last_updated_timestamp, kNow + 5s);
  EXPECT_TRUE(ended.model_packaging_output_details);
}

TEST(JobStoreEnd, FailsAJobWithAMessage) {
  JobStore jobs({});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  jobs.End("boards", "a", "no such bucket", kNow);
  EXPECT_EQ(Description(jobs, "a").status, Status::kFailed);
  EXPECT_EQ(Description(jobs, "a").status_message, "no such bucket");
  jobs.End("boards", "a", "", kNow);
  EXPECT_EQ(Description(jobs, "a").status_message, "The model packaging job failed.");
}

TEST(JobStoreEnd, HealsAFailedJobUnlessItsComponentVersionWasMadeSince) {
  JobStore jobs({});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  jobs.End("boards", "a", "failed", kNow);
  EXPECT_EQ(StatusOfEnd(jobs, "boards", "a"), 200);
  EXPECT_EQ(Description(jobs, "a").status, Status::kSucceeded);

  jobs.End("boards", "a", "failed", kNow);
  jobs.Start(Request("b"), "eu-west-1", kNow);
  EXPECT_EQ(StatusOfEnd(jobs, "boards", "a"), 409);
  EXPECT_EQ(Description(jobs, "a").status, Status::kFailed);
  EXPECT_EQ(StatusOfEnd(jobs, "boards", "b"), 200);
}

TEST(JobStoreEnd, RefusesUnknownJobs) {
  JobStore jobs({});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  EXPECT_EQ(StatusOfEnd(jobs, "boards", "b"), 404);
  EXPECT_EQ(StatusOfEnd(jobs, "casings", "a"), 404);
}

TEST(JobStoreClock, AdvancesByAtMost366DaysInAll) {
  JobStore jobs({});
  jobs.AdvanceClock(24h * 365);
  jobs.AdvanceClock(24h);
  EXPECT_EQ(jobs.clock_advance(), 24h * 366);
  for (const auto by : {1ms, -1ms, std::chrono::milliseconds::max(), std::chrono::milliseconds::min()}) {
    EXPECT_THROW(jobs.AdvanceClock(by), std::invalid_argument) << by.count();
  }
  EXPECT_EQ(jobs.clock_advance(), 24h * 366);
}

TEST(JobStoreChanges, AreWhatADumpReports) {
  JobStore jobs({});
  EXPECT_TRUE(jobs.TakeChanged());
  EXPECT_FALSE(jobs.TakeChanged());
  jobs.Start(Request("a"), "eu-west-1", kNow);
  EXPECT_TRUE(jobs.TakeChanged());
  // Each poll counts until the job has ended.
  for (int poll = 1; poll <= 3; ++poll) {
    Description(jobs, "a");
    EXPECT_TRUE(jobs.TakeChanged()) << poll;
  }
  Description(jobs, "a");
  jobs.List(ListModelPackagingJobsRequest().WithProjectName("boards"), kNow);
  jobs.Advance(kNow + 1h);
  EXPECT_FALSE(jobs.TakeChanged());
  jobs.End("boards", "a", std::nullopt, kNow);
  EXPECT_TRUE(jobs.TakeChanged());
  jobs.AdvanceClock(1ms);
  EXPECT_TRUE(jobs.TakeChanged());
}

TEST(JobStoreChanges, IncludeThePassingOfTime) {
  JobStore jobs({.progress = ProgressByTime{.running_after = 1s, .finished_after = 2s}});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  jobs.TakeChanged();
  jobs.Advance(kNow);
  EXPECT_FALSE(jobs.TakeChanged());
  jobs.Advance(kNow + 1s);
  EXPECT_TRUE(jobs.TakeChanged());
}

// A service continues with what it has written, whatever its options are after the restart.
TEST(WriteSeed, KeepsPollsProgressAndFailure) {
  JobStore by_polls(
      {.progress = ProgressByPolls{.running_at = 2, .finished_at = 4},
       .job_failure = [](const auto&) { return std::optional<std::string>("no such bucket"); }});
  by_polls.Start(Request("a"), "eu-west-1", kNow);
  for (int poll = 1; poll <= 2; ++poll) Description(by_polls, "a");
  JobStore again({.progress = ProgressByPolls{.running_at = 9, .finished_at = 9}});
  again.AddSeed(ReadSeed(WriteSeed(by_polls), kNow + 1h));
  EXPECT_EQ(Description(again, "a").status, Status::kRunning);
  EXPECT_EQ(Description(again, "a").status_message, "no such bucket");
}

TEST(WriteSeed, KeepsTimes) {
  JobStore by_time({.progress = ProgressByTime{.running_after = 10s, .finished_after = 30s}});
  by_time.AdvanceClock(1h);
  by_time.Start(Request("a"), "eu-west-1", kNow + 1h);
  JobStore again({});
  again.AddSeed(ReadSeed(WriteSeed(by_time), kNow + 5s));
  EXPECT_EQ(again.clock_advance(), 1h);
  EXPECT_EQ(Description(again, "a", kNow + 1h + 10s).status, Status::kRunning);
  EXPECT_EQ(Description(again, "a", kNow + 1h + 30s).last_updated_timestamp, kNow + 1h + 30s);
}

TEST(WriteSeed, KeepsJobsThatNeverEnd) {
  JobStore endless(
      {.progress = ProgressByTime{.running_after = 0s, .finished_after = std::chrono::milliseconds::max()}});
  endless.Start(Request("a"), "eu-west-1", kNow);
  JobStore again({});
  again.AddSeed(ReadSeed(WriteSeed(endless), kNow));
  EXPECT_EQ(Description(again, "a", kNow + 24h * 365 * 100).status, Status::kRunning);
}

// Times before 1970, and those that the clock cannot hold, would not be readable.
TEST(WriteSeed, KeepsTimesThatASeedCanHave) {
  for (const auto after : {std::chrono::milliseconds{-4'000'000h}, std::chrono::milliseconds::min()}) {
    JobStore jobs({.progress = ProgressByTime{.running_after = after, .finished_after = after}});
    jobs.Start(Request("a"), "eu-west-1", kNow);
    EXPECT_EQ(Description(jobs, "a").last_updated_timestamp, kNow);
    JobStore again({});
    again.AddSeed(ReadSeed(WriteSeed(jobs), kNow));
    EXPECT_EQ(Description(again, "a").status, Status::kSucceeded);
  }
}

TEST(WriteSeed, KeepsTheMostPolls) {
  constexpr int kMost = std::numeric_limits<int>::max();
  JobStore jobs({.progress = ProgressByPolls{.running_at = kMost, .finished_at = kMost}});
  jobs.Start(Request("a"), "eu-west-1", kNow);
  std::string seed = WriteSeed(jobs);
  seed.replace(seed.find("\"Polls\": 0"), 10, "\"Polls\": " + std::to_string(kMost));
  JobStore again({});
  again.AddSeed(ReadSeed(seed, kNow));
  EXPECT_EQ(Description(again, "a").status, Status::kSucceeded);
}

}  // namespace
}  // namespace lookoutvision::testing
