// Tests of the cookbook's recipes for jobs: starting, waiting, stopping, resuming and listing.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>

#include "cookbook/all_pages.cpp"
#include "cookbook/client_for_tests.cpp"
#include "cookbook/progress.cpp"
#include "cookbook/resume.cpp"
#include "cookbook/stop_on_interrupt.cpp"
#include "cookbook/target_platform.cpp"

namespace {

using lfv::testing::MockService;
using lfv::testing::MockServiceOptions;
using lfv::testing::ProgressByPolls;

lfv::DescribeModelPackagingJobRequest Nightly() {
  return lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName("nightly");
}

// A start of the job above.
lfv::StartModelPackagingJobRequest StartNightly() {
  return RequestForArmWithNvidia().WithJobName("nightly");
}

TEST(Cookbook, StartsAJobForATargetPlatform) {
  const MockService service;
  const lfv::Client client(ConfigForTests(service));
  ASSERT_TRUE(client.StartModelPackagingJob(StartNightly()));
  const auto described = client.DescribeModelPackagingJob(Nightly());
  ASSERT_TRUE(described);
  const auto& made = described->model_packaging_description.model_packaging_configuration->greengrass;
  EXPECT_EQ(made.target_platform->accelerator, lfv::TargetPlatformAccelerator::kNvidia);
  EXPECT_EQ(made.compiler_options, R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})");
  EXPECT_EQ(made.tags, (std::vector<lfv::Tag>{{"line", "7"}, {"plant", "Linz"}}));
}

TEST(Cookbook, PrintsEachStatusOnce) {
  const MockService service({.progress = ProgressByPolls{.running_at = 3, .finished_at = 5}});
  const lfv::Client client(ConfigForTests(service));
  ASSERT_TRUE(client.StartModelPackagingJob(StartNightly()));
  std::ostringstream printed;
  EXPECT_TRUE(WaitAndPrint(client, Nightly(), printed));
  EXPECT_EQ(printed.str(), "nightly is CREATED\nnightly is RUNNING\nnightly is SUCCEEDED\n");
}

// A job that never ends, and a client whose first poll is followed by a SIGINT.
TEST(Cookbook, EndsAWaitAfterAnInterrupt) {
  const MockService service({.progress = ProgressByPolls{.running_at = 1, .finished_at = 1'000'000}});
  lfv::ClientConfig config = ConfigForTests(service);
  ASSERT_TRUE(lfv::Client(config).StartModelPackagingJob(StartNightly()));
  std::atomic<bool> raised = false;
  config.on_attempt = [&](const lfv::AttemptEvent&) {
    if (!raised.exchange(true)) raise(SIGINT);
  };
  struct sigaction before {};
  sigaction(SIGINT, nullptr, &before);
  const lfv::WaitOutcome waited = WaitUntilInterrupted(lfv::Client(config), Nightly());
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().kind, lfv::ErrorKind::kCancelled);
  struct sigaction after {};
  sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
}

TEST(Cookbook, EndsAfterASecondInterrupt) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const StopOnInterrupt interrupt;
        raise(SIGINT);
        raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

// The program is stopped while it waits, and runs again.
TEST(Cookbook, ContinuesWithTheJobOfAnEarlierRun) {
  std::stop_source stop;
  const MockService service({.on_request = [&stop](const lfv::testing::RecordedRequest& request) {
    if (request.method == "GET") stop.request_stop();
  }});
  const lfv::Client client(ConfigForTests(service));
  const auto request = RequestForArmWithNvidia();
  const lfv::WaitOutcome stopped = PackageOrResume(client, request, "boards-3-1", stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, lfv::ErrorKind::kCancelled);
  const lfv::WaitOutcome resumed = PackageOrResume(client, request, "boards-3-1", {});
  ASSERT_TRUE(resumed) << resumed;
  EXPECT_EQ(resumed->model_packaging_description.job_name, stopped.error().resource_id);
}

class CookbookPages : public ::testing::Test {
 protected:
  // A project of five jobs, two on a page.
  CookbookPages() : service_(MockServiceOptions{.max_page_size = 2}), client_(ConfigForTests(service_)) {
    for (const std::string name : {"a", "b", "c", "d", "e"}) {
      auto request = RequestForArmWithNvidia().WithJobName(name);
      lfv::ModelPackagingConfiguration configuration = request.configuration();
      configuration.greengrass.component_name = "com.example." + name;
      EXPECT_TRUE(client_.StartModelPackagingJob(request.WithConfiguration(configuration)));
    }
  }

  MockService service_;
  const lfv::Client client_;
};

TEST_F(CookbookPages, HaveAllJobs) {
  const auto jobs = AllJobs(client_, "boards");
  ASSERT_TRUE(jobs);
  std::set<std::string> names;
  for (const lfv::ModelPackagingJobMetadata& job : *jobs) names.insert(job.job_name.value_or(""));
  EXPECT_EQ(names, (std::set<std::string>{"a", "b", "c", "d", "e"}));
}

TEST_F(CookbookPages, EndWithTheErrorOfAPage) {
  service_.Enqueue({.response = lfv::testing::Response{.status = 403, .error_type = "AccessDeniedException"},
                    .match = {.operation = "ListModelPackagingJobs", .nth_call = 2}});
  const auto jobs = AllJobs(client_, "boards");
  ASSERT_FALSE(jobs);
  EXPECT_EQ(jobs.error().code, lfv::ErrorCode::kAccessDeniedException);
}

TEST(Cookbook, TestsWithoutSettingsAndSleep) {
  const MockService service;
  const lfv::ClientConfig config = ConfigForTests(service);
  setenv("AWS_MAX_ATTEMPTS", "no number", 1);
  EXPECT_TRUE(AllJobs(lfv::Client(config), "boards"));
  unsetenv("AWS_MAX_ATTEMPTS");
  std::stop_source stop;
  EXPECT_TRUE(config.platform.sleep(std::chrono::hours(1'000'000), stop.get_token()));
  stop.request_stop();
  EXPECT_FALSE(config.platform.sleep(std::chrono::hours(1'000'000), stop.get_token()));
}

}  // namespace
