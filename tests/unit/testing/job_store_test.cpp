// Tests of the jobs, tokens and components of the mock service.
#include "testing/job_store.h"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "testing/responses.h"
#include "testing/seed.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using Status = ModelPackagingJobStatus;

constexpr SystemTime kNow{std::chrono::seconds{1'440'938'160}};

StartModelPackagingJobRequest Request(std::string component = "com.example.C") {
  return StartModelPackagingJobRequest().WithProjectName("boards").WithModelVersion("3").WithConfiguration(
      {.greengrass = {.component_name = std::move(component),
                      .s3_output_location = {.bucket = "bucket"},
                      .target_device = TargetDevice::kJetsonXavier}});
}

std::string Start(JobStore& jobs, const StartModelPackagingJobRequest& request, SystemTime now = kNow) {
  return jobs.Start(request, "eu-west-1", now);
}

template <typename Operation>
ServiceError ErrorOf(Operation operation) {
  try {
    operation();
  } catch (const ServiceError& error) {
    return error;
  }
  ADD_FAILURE() << "the operation was not refused";
  return {};
}

ServiceError StartError(JobStore& jobs, const StartModelPackagingJobRequest& request, SystemTime now = kNow) {
  return ErrorOf([&] { jobs.Start(request, "eu-west-1", now); });
}

ModelPackagingDescription Description(JobStore& jobs, const std::string& job, SystemTime now = kNow) {
  return jobs.Describe(DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(job), now);
}

TEST(JobStore, DescribesAJobWithItsInput) {
  JobStore jobs({.progress = ProgressByPolls{.running_at = 1, .finished_at = 1}});
  const auto request = Request().WithJobName("nightly").WithDescription("for plant 7");
  EXPECT_EQ(Start(jobs, request), "nightly");
  const ModelPackagingDescription expected{
      .job_name = "nightly",
      .project_name = "boards",
      .model_version = "3",
      .model_packaging_configuration = request.configuration(),
      .model_packaging_job_description = "for plant 7",
      .model_packaging_method = "GREENGRASS",
      .model_packaging_output_details =
          ModelPackagingOutputDetails{
              .greengrass =
                  GreengrassOutputDetails{
                      .component_version_arn =
                          "arn:aws:greengrass:eu-west-1:123456789012:components:com.example.C:versions:3.0.0",
                      .component_name = "com.example.C",
                      .component_version = "3.0.0"}},
      .status = Status::kSucceeded,
      .status_message = "The model packaging job succeeded.",
      .creation_timestamp = kNow,
      .last_updated_timestamp = kNow + 1s};
  EXPECT_EQ(Description(jobs, "nightly", kNow + 1s), expected);
}

TEST(JobStore, AdvancesAJobWithEachPoll) {
  JobStore jobs({});
  const std::string job = Start(jobs, Request());
  for (const Status status : {Status::kCreated, Status::kRunning, Status::kSucceeded, Status::kSucceeded}) {
    EXPECT_EQ(Description(jobs, job).status, status);
  }
}

TEST(JobStore, AdvancesAJobWithTime) {
  JobStore jobs({.progress = ProgressByTime{.running_after = 10s, .finished_after = 30s}});
  const std::string job = Start(jobs, Request());
  EXPECT_EQ(Description(jobs, job, kNow + 9s).status, Status::kCreated);
  EXPECT_EQ(Description(jobs, job, kNow + 10s).status, Status::kRunning);
  EXPECT_EQ(Description(jobs, job, kNow + 29s).last_updated_timestamp, kNow + 10s);
  EXPECT_EQ(Description(jobs, job, kNow + 99s).status, Status::kSucceeded);
  EXPECT_EQ(Description(jobs, job, kNow + 99s).last_updated_timestamp, kNow + 30s);
}

TEST(JobStore, FailsTheJobsThatJobFailureSelects) {
  JobStore jobs({.progress = ProgressByPolls{.running_at = 1, .finished_at = 1},
                 .job_failure = [](const StartModelPackagingJobRequest& request) {
                   return request.configuration().greengrass.component_name == "bad"
                              ? std::optional<std::string>("no such bucket")
                              : std::nullopt;
                 }});
  const auto failed = Description(jobs, Start(jobs, Request("bad")));
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.status_message, "no such bucket");
  EXPECT_EQ(failed.model_packaging_output_details, std::nullopt);
  EXPECT_EQ(Description(jobs, Start(jobs, Request("good"))).status, Status::kSucceeded);
}

TEST(JobStore, ReturnsTheSameJobForTheSameTokenAndInput) {
  JobStore jobs({});
  const auto request = Request().WithClientToken("token");
  const std::string job = Start(jobs, request);
  EXPECT_EQ(Start(jobs, request, kNow + 7h), job);
}

TEST(JobStore, RefusesTheSameTokenWithOtherInput) {
  JobStore jobs({});
  const std::string job = Start(jobs, Request().WithClientToken("token"));
  const auto error = StartError(jobs, Request("com.example.D").WithClientToken("token"));
  EXPECT_EQ(error.type, "ConflictException");
  EXPECT_EQ(error.status, 409);
  EXPECT_EQ(error.resource_id, job);
  EXPECT_EQ(error.resource_type, "MODEL_PACKAGE_JOB");
}

TEST(JobStore, ForgetsATokenAfterEightHours) {
  JobStore jobs({});
  const std::string job = Start(jobs, Request().WithClientToken("token"));
  const auto other = Request("com.example.D").WithClientToken("token");
  EXPECT_EQ(StartError(jobs, other, kNow + 8h - 1s).resource_id, job);
  EXPECT_NE(Start(jobs, other, kNow + 8h), job);
}

TEST(JobStore, RefusesAJobNameThatExistsInTheProject) {
  JobStore jobs({});
  Start(jobs, Request().WithJobName("nightly"));
  const auto error = StartError(jobs, Request("com.example.D").WithJobName("nightly"));
  EXPECT_EQ(error.type, "ConflictException");
  EXPECT_EQ(error.resource_id, "nightly");
  EXPECT_EQ(Start(jobs, Request("com.example.D").WithProjectName("casings").WithJobName("nightly")),
            "nightly");
}

TEST(JobStore, RefusesAComponentVersionThatExists) {
  JobStore jobs({});
  const std::string first = Start(jobs, Request());
  const auto error = StartError(jobs, Request());
  EXPECT_EQ(error.type, "ConflictException");
  EXPECT_EQ(error.resource_id, first);
  EXPECT_NE(Start(jobs, Request().WithModelVersion("4")), first);
}

TEST(JobStore, AcceptsAComponentVersionAgainAfterItsJobFailed) {
  bool fail = true;
  JobStore jobs({.progress = ProgressByTime{.running_after = 0s, .finished_after = 5s},
                 .job_failure = [&](const StartModelPackagingJobRequest&) {
                   return fail ? std::optional<std::string>("failed") : std::nullopt;
                 }});
  Start(jobs, Request());
  fail = false;
  EXPECT_EQ(StartError(jobs, Request(), kNow + 4s).type, "ConflictException");
  Start(jobs, Request(), kNow + 5s);
}

TEST(JobStore, GeneratesUnusedNames) {
  JobStore jobs({});
  Start(jobs, Request("a").WithJobName("model-packaging-job-1"));
  EXPECT_EQ(Start(jobs, Request("b")), "model-packaging-job-2");
  EXPECT_EQ(Start(jobs, Request("c")), "model-packaging-job-3");
}

TEST(JobStore, UsesVersionOneForTheLatestModel) {
  JobStore jobs({.progress = ProgressByPolls{.running_at = 1, .finished_at = 1}});
  const std::string job = Start(jobs, Request().WithModelVersion("latest"));
  EXPECT_EQ(Description(jobs, job).model_packaging_output_details->greengrass->component_version, "1.0.0");
}

TEST(JobStore, RefusesUnknownProjectsAndModels) {
  JobStore jobs({.projects = {{{"boards", {"3"}}, {"casings", {}}}}});
  Start(jobs, Request());
  Start(jobs, Request("b").WithModelVersion("latest"));
  Start(jobs, Request("c").WithProjectName("casings").WithModelVersion("9"));

  const auto no_model = StartError(jobs, Request("d").WithModelVersion("4"));
  EXPECT_EQ(no_model.status, 404);
  EXPECT_EQ(no_model.type, "ResourceNotFoundException");
  EXPECT_EQ(no_model.resource_type, "MODEL");
  const auto no_project = StartError(jobs, Request("d").WithProjectName("other"));
  EXPECT_EQ(no_project.resource_type, "PROJECT");
  EXPECT_EQ(no_project.resource_id, "other");
}

TEST(JobStore, FindsAJobInItsOwnProjectOnly) {
  JobStore jobs({});
  Start(jobs, Request().WithProjectName("casings").WithJobName("nightly"));
  const auto error = ErrorOf([&] { Description(jobs, "nightly"); });
  EXPECT_EQ(error.status, 404);
  EXPECT_EQ(error.type, "ResourceNotFoundException");
  EXPECT_EQ(error.resource_id, "nightly");
  EXPECT_EQ(error.resource_type, "MODEL_PACKAGE_JOB");
}

TEST(JobStore, AdvancesAJobByJobProgress) {
  JobStore jobs({.job_progress = [](const StartModelPackagingJobRequest& request) {
    return request.configuration().greengrass.component_name == "slow"
               ? std::optional(ProgressByTime{.running_after = 1s, .finished_after = 9s})
               : std::nullopt;
  }});
  const std::string slow = Start(jobs, Request("slow"));
  const std::string usual = Start(jobs, Request("usual"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Description(jobs, slow).status, Status::kCreated);
    Description(jobs, usual);
  }
  EXPECT_EQ(Description(jobs, usual).status, Status::kSucceeded);
  EXPECT_EQ(Description(jobs, slow, kNow + 2s).status, Status::kRunning);
  EXPECT_EQ(Description(jobs, slow, kNow + 9s).status, Status::kSucceeded);
}

TEST(JobStore, RefusesAJobBeyondMaxRunningJobs) {
  JobStore jobs(
      {.progress = ProgressByTime{.running_after = 1s, .finished_after = 5s}, .max_running_jobs = 2});
  Start(jobs, Request("a"));
  Start(jobs, Request("b").WithProjectName("casings").WithClientToken("token"), kNow + 4s);
  const auto error = StartError(jobs, Request("c"), kNow + 4s);
  EXPECT_EQ(error.status, 402);
  EXPECT_EQ(error.type, "ServiceQuotaExceededException");
  EXPECT_EQ(error.resource_id, "boards");
  EXPECT_EQ(error.resource_type, "PROJECT");
  EXPECT_EQ(error.quota_code, "L-MOCKJOBS");
  EXPECT_EQ(error.service_code, "lookoutvision");
  // A repeated start is not another job.
  Start(jobs, Request("b").WithProjectName("casings").WithClientToken("token"), kNow + 4s);
  Start(jobs, Request("c"), kNow + 5s);
}

TEST(JobStore, ContinuesFromASeed) {
  JobStore jobs({.progress = ProgressByPolls{.running_at = 2, .finished_at = 4}});
  const auto request = Request().WithJobName("nightly").WithClientToken("token");
  jobs.AddSeed(
      {.projects = {{{"boards", {}}}},
       .jobs = {{.request = request, .region = "eu-north-1", .created = kNow, .status = Status::kRunning},
                {.request = Request("d"), .name = "done", .created = kNow + 1h, .status = Status::kSucceeded},
                {.request = Request("f"), .failure = "no such bucket", .status = Status::kFailed}}});
  const auto running = Description(jobs, "nightly", kNow + 2h);
  EXPECT_EQ(running.status, Status::kRunning);
  EXPECT_EQ(running.creation_timestamp, kNow);
  EXPECT_EQ(Start(jobs, request, kNow + 7h), "nightly");
  EXPECT_EQ(StartError(jobs, Request().WithJobName("other"), kNow).resource_id, "nightly");
  for (int poll = 2; poll < 4; ++poll) Description(jobs, "nightly");
  EXPECT_EQ(Description(jobs, "nightly").model_packaging_output_details->greengrass->component_version_arn,
            "arn:aws:greengrass:eu-north-1:123456789012:components:com.example.C:versions:3.0.0");
  EXPECT_EQ(Description(jobs, "done").status, Status::kSucceeded);
  EXPECT_EQ(Description(jobs, "done").creation_timestamp, kNow + 1h);
  const auto failed = Description(jobs, "model-packaging-job-1");
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.status_message, "no such bucket");
  EXPECT_EQ(StartError(jobs, Request("x").WithProjectName("casings")).resource_type, "PROJECT");
}

TEST(JobStore, AdvancesASeededJobFromItsCreationTime) {
  JobStore jobs({.progress = ProgressByTime{.running_after = 10s, .finished_after = 30s}});
  jobs.AddSeed({.jobs = {{.request = Request().WithJobName("new"), .created = kNow - 10s}}});
  EXPECT_EQ(Description(jobs, "new").status, Status::kRunning);
  EXPECT_EQ(Description(jobs, "new", kNow + 20s).status, Status::kSucceeded);
}

TEST(JobStore, RefusesASeedWithADuplicateJobName) {
  JobStore jobs({});
  const JobStore::Job job{.request = Request().WithJobName("nightly")};
  EXPECT_THROW(jobs.AddSeed({.jobs = {job, job}}), std::invalid_argument);
}

}  // namespace
}  // namespace lookoutvision::testing
