// Tests of listing jobs against the mock service.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision {
namespace {

using ::testing::ElementsAre;
using testing::FaultAction;
using testing::FaultPoint;
using testing::MockService;
using testing::Response;

class ListJobs : public ::testing::Test {
 protected:
  static Client MakeClient(const MockService& service) {
    return Client({.region = "eu-west-1",
                   .endpoint_url = service.endpoint_url(),
                   .credentials = MakeStaticCredentials(testing::MakeTestCredentials()),
                   .retry = {.base_backoff = std::chrono::milliseconds{1}}});
  }

  static void Start(const Client& client, const std::string& job) {
    const auto started = client.StartModelPackagingJob(
        StartModelPackagingJobRequest()
            .WithProjectName("boards")
            .WithModelVersion("1")
            .WithJobName(job)
            .WithConfiguration({.greengrass = {.component_name = "c." + job,
                                               .s3_output_location = {.bucket = "bucket"},
                                               .target_device = TargetDevice::kJetsonXavier}}));
    ASSERT_TRUE(started) << started.error();
  }

  // The names of all jobs, and the errors.
  static std::vector<std::string> NamesOf(const Client& client, int page_size) {
    std::vector<std::string> names;
    for (const auto& page : client.ListModelPackagingJobsPages(
             ListModelPackagingJobsRequest().WithProjectName("boards").WithMaxResults(page_size))) {
      if (!page) {
        names.push_back("error: " + page.error().message);
        continue;
      }
      for (const auto& job : page->model_packaging_jobs) names.push_back(*job.job_name);
    }
    return names;
  }
};

TEST_F(ListJobs, FollowsTheServicesTokens) {
  MockService service;
  const Client client = MakeClient(service);
  for (const char* job : {"a", "b", "c", "d", "e"}) Start(client, job);
  EXPECT_THAT(NamesOf(client, 2), ElementsAre("e", "d", "c", "b", "a"));
  EXPECT_EQ(service.requests().size(), 5U + 3U);
  EXPECT_THAT(NamesOf(client, 100), ElementsAre("e", "d", "c", "b", "a"));
}

TEST_F(ListJobs, RetriesATruncatedPage) {
  MockService service;
  const Client client = MakeClient(service);
  for (const char* job : {"a", "b"}) Start(client, job);
  service.Enqueue({.at = FaultPoint::kResponseBody, .then = FaultAction::kClose});
  EXPECT_THAT(NamesOf(client, 1), ElementsAre("b", "a"));
}

TEST_F(ListJobs, StopsAtARepeatedToken) {
  MockService service;
  service.Enqueue(
      {.response = Response{.body = R"({"ModelPackagingJobs":[{"JobName":"a"}],"NextToken":"A"})"}}, 100);
  EXPECT_THAT(
      NamesOf(MakeClient(service), 1),
      ElementsAre("a", "a",
                  "error: the service returned the same page token twice: its pages would never end"));
  EXPECT_EQ(service.requests().size(), 2U);
}

TEST_F(ListJobs, ReturnsTheErrorOfTheService) {
  MockService service;
  EXPECT_THAT(NamesOf(MakeClient(service), 101),
              ElementsAre(::testing::HasSubstr("MaxResults: must be from 1 to 100")));
}

}  // namespace
}  // namespace lookoutvision
