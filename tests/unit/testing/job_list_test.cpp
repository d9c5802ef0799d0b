// Tests of the job lists of the mock service: order, pages and tokens.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "testing/job_store.h"
#include "testing/responses.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;
using Status = ModelPackagingJobStatus;

constexpr SystemTime kNow{std::chrono::seconds{1'440'938'160}};

void Start(JobStore& jobs, const std::string& name, const std::string& project = "boards") {
  jobs.Start(StartModelPackagingJobRequest()
                 .WithProjectName(project)
                 .WithModelVersion("1")
                 .WithJobName(name)
                 .WithDescription("of " + name)
                 .WithConfiguration({.greengrass = {.component_name = "c." + project + "." + name,
                                                    .s3_output_location = {.bucket = "bucket"},
                                                    .target_device = TargetDevice::kJetsonXavier}}),
             "eu-west-1", kNow);
}

ListModelPackagingJobsRequest Request(std::optional<int> size = {}, std::optional<std::string> token = {}) {
  return ListModelPackagingJobsRequest().WithProjectName("boards").WithMaxResults(size).WithNextToken(
      std::move(token));
}

ListModelPackagingJobsResult Page(JobStore& jobs, const ListModelPackagingJobsRequest& request) {
  return jobs.List(request, kNow);
}

// The name of the error that refuses the list.
std::string Refusal(JobStore& jobs, const ListModelPackagingJobsRequest& request) {
  try {
    jobs.List(request, kNow);
  } catch (const ServiceError& error) {
    return error.type;
  }
  return "none";
}

Names NamesOf(const ListModelPackagingJobsResult& page) {
  Names names;
  for (const auto& job : page.model_packaging_jobs) names.push_back(*job.job_name);
  return names;
}

TEST(JobList, ReturnsTheJobsOfTheProjectNewestFirst) {
  JobStore jobs({});
  EXPECT_EQ(Page(jobs, Request()), ListModelPackagingJobsResult{});
  Start(jobs, "a");
  Start(jobs, "x", "other");
  Start(jobs, "b");
  EXPECT_EQ(NamesOf(Page(jobs, Request())), (Names{"b", "a"}));
}

TEST(JobList, ReturnsEveryMemberOfAJob) {
  JobStore jobs({.progress = ProgressByTime{.running_after = 1s, .finished_after = 2s},
                 .job_failure = [](const auto&) { return "no bucket"; }});
  Start(jobs, "a");
  const auto page = jobs.List(Request(), kNow + 5s);
  EXPECT_EQ(page.model_packaging_jobs,
            (std::vector<ModelPackagingJobMetadata>{{.job_name = "a",
                                                     .project_name = "boards",
                                                     .model_version = "1",
                                                     .model_packaging_job_description = "of a",
                                                     .model_packaging_method = "GREENGRASS",
                                                     .status = Status::kFailed,
                                                     .status_message = "no bucket",
                                                     .creation_timestamp = kNow,
                                                     .last_updated_timestamp = kNow + 2s}}));
}

TEST(JobList, DoesNotCountAsAPoll) {
  JobStore jobs({.progress = ProgressByPolls{.running_at = 1, .finished_at = 2}});
  Start(jobs, "a");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Page(jobs, Request()).model_packaging_jobs.at(0).status, Status::kCreated);
  }
}

TEST(JobList, ReturnsPagesOfTheRequestedSize) {
  JobStore jobs({});
  for (const char* name : {"a", "b", "c", "d"}) Start(jobs, name);
  const auto first = Page(jobs, Request(2));
  EXPECT_EQ(NamesOf(first), (Names{"d", "c"}));
  const auto second = Page(jobs, Request(2, first.next_token));
  EXPECT_EQ(NamesOf(second), (Names{"b", "a"}));
  EXPECT_EQ(second.next_token, std::nullopt);
}

TEST(JobList, ReturnsAtMostAHundredJobsByDefault) {
  JobStore jobs({});
  for (int i = 0; i < 101; ++i) Start(jobs, "j" + std::to_string(i));
  const auto first = Page(jobs, Request());
  EXPECT_EQ(first.model_packaging_jobs.size(), 100U);
  EXPECT_EQ(NamesOf(Page(jobs, Request({}, first.next_token))), Names{"j0"});
}

TEST(JobList, HonoursMaxPageSize) {
  JobStore jobs({.max_page_size = 1});
  Start(jobs, "a");
  Start(jobs, "b");
  EXPECT_EQ(NamesOf(Page(jobs, Request(50))), Names{"b"});
}

TEST(JobList, KeepsItsPositionWhenJobsStartBetweenPages) {
  JobStore jobs({});
  Start(jobs, "a");
  Start(jobs, "b");
  const auto first = Page(jobs, Request(1));
  Start(jobs, "c");
  EXPECT_EQ(NamesOf(Page(jobs, Request(1, first.next_token))), Names{"a"});
}

TEST(JobList, MakesValidTokensForOneProject) {
  JobStore jobs({});
  for (const char* name : {"a", "b"}) Start(jobs, name), Start(jobs, name, "other");
  const auto token = Page(jobs, Request(1)).next_token;
  ASSERT_TRUE(token);
  EXPECT_EQ(token->find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+="),
            std::string::npos);
  for (const auto& request :
       {Request(1, "b2ZmZXI="), Request(1, ""), Request(1, token).WithProjectName("other")}) {
    EXPECT_EQ(Refusal(jobs, request), "ValidationException");
  }
}

TEST(JobList, RefusesAnUnknownProject) {
  JobStore jobs({.projects = std::map<std::string, std::vector<std::string>>{{"other", {}}}});
  EXPECT_EQ(Refusal(jobs, Request()), "ResourceNotFoundException");
}

}  // namespace
}  // namespace lookoutvision::testing
