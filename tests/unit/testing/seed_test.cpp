// Tests of reading a seed.
#include "testing/seed.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr SystemTime kNow{std::chrono::seconds{1'440'938'200}};
const std::string kStart = R"("Start":{"ProjectName":"boards","ModelVersion":"3","ClientToken":"token",
    "Configuration":{"Greengrass":{"ComponentName":"c","TargetDevice":"jetson_xavier",
        "S3OutputLocation":{"Bucket":"bucket"}}}})";

TEST(Seed, ReadsProjectsAndJobs) {
  const Seed seed = ReadSeed(R"({"projects":{"boards":["3","4"],"casings":[]},"jobs":[{"JobName":"old",
      "Status":"FAILED","StatusMessage":"no such bucket","CreationTimestamp":1440938160.5,
      "LastUpdatedTimestamp":1440938161,"Region":"eu-north-1",)" +
                                 kStart + "},{" + kStart + "}]}",
                             kNow);
  EXPECT_EQ(seed.projects,
            (std::map<std::string, std::vector<std::string>>{{"boards", {"3", "4"}}, {"casings", {}}}));
  ASSERT_EQ(seed.jobs.size(), 2u);
  const JobStore::Job& job = seed.jobs[0];
  EXPECT_EQ(job.request,
            StartModelPackagingJobRequest()
                .WithProjectName("boards")
                .WithModelVersion("3")
                .WithClientToken("token")
                .WithConfiguration({.greengrass = {.component_name = "c",
                                                   .s3_output_location = {.bucket = "bucket"},
                                                   .target_device = TargetDevice::kJetsonXavier}}));
  EXPECT_EQ(job.name, "old");
  EXPECT_EQ(job.region, "eu-north-1");
  EXPECT_EQ(job.status, ModelPackagingJobStatus::kFailed);
  EXPECT_EQ(job.failure, "no such bucket");
  EXPECT_EQ(job.created, internal::SystemTime(std::chrono::milliseconds{1440938160500}));
  EXPECT_EQ(job.updated, internal::SystemTime(std::chrono::milliseconds{1440938161000}));
  EXPECT_EQ(seed.jobs[1].name, "");
  EXPECT_EQ(seed.jobs[1].status, ModelPackagingJobStatus::kCreated);
  EXPECT_EQ(seed.jobs[1].failure, std::nullopt);
  EXPECT_EQ(seed.jobs[1].region, "us-east-1");
  EXPECT_EQ(seed.jobs[1].created, kNow);
  EXPECT_EQ(seed.jobs[1].updated, kNow);
}

TEST(Seed, CreatesJobsByItsOwnClock) {
  using namespace std::chrono_literals;
  const std::string jobs = "\"jobs\":[{" + kStart + "}]}";
  EXPECT_EQ(ReadSeed("{" + jobs, kNow, 1h).jobs[0].created, kNow + 1h);
  const Seed seed = ReadSeed("{\"clock_advance_ms\":5000," + jobs, kNow, 1h);
  EXPECT_EQ(seed.clock_advance, 5s);
  EXPECT_EQ(seed.jobs[0].created, kNow + 5s);
}

TEST(Seed, MayBeEmpty) {
  for (const char* text : {"{}", R"({"projects":null,"jobs":[],"requests":[1]})"}) {
    const Seed seed = ReadSeed(text, kNow);
    EXPECT_EQ(seed.projects, std::nullopt);
    EXPECT_TRUE(seed.jobs.empty());
  }
}

TEST(Seed, NamesTheInvalidMember) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "the seed is empty"},
      {"{", "the seed is not well-formed JSON"},
      {"[]", "the seed must be an object"},
      {R"({"projects":["a"]})", "the seed's projects must be an object"},
      {R"({"projects":{"a":"1"}})", "the seed's projects must be an object"},
      {R"({"projects":{"a":[1]}})", "the seed's projects must be an object"},
      {R"({"jobs":{}})", "the seed's jobs must be an array"},
      {R"({"jobs":[1]})", "the seed's jobs[0] must be an object"},
      {R"({"jobs":[{}]})", "the seed's jobs[0].Start must be an object"},
      {R"({"jobs":[{"Start":{"ModelVersion":1}}]})",
       "the seed's jobs[0].Start.ModelVersion must be a string"},
      {R"({"jobs":[{"Start":{"ModelVersion":"1"}}]})",
       "the seed's jobs[0].Start violates the service's model: ProjectName: "},
      {R"({"jobs":[{"Start":{"ClientToken":1}}]})", "the seed's jobs[0].Start.ClientToken must be a string"},
      {"{\"jobs\":[{" + kStart + R"(,"Status":"DONE"}]})", "the seed's jobs[0].Status must be CREATED, "},
      {"{\"jobs\":[{" + kStart + R"(,"JobName":1}]})", "the seed's jobs[0].JobName must be a string"},
      {"{\"jobs\":[{" + kStart + R"(,"CreationTimestamp":"now"}]})",
       "the seed's jobs[0].CreationTimestamp must be epoch seconds"},
      {"{\"jobs\":[{" + kStart + R"(,"Polls":-1}]})", "the seed's jobs[0].Polls must be an integer"},
      {"{\"jobs\":[{" + kStart + R"(,"FinishedAtPoll":"3"}]})", "the seed's jobs[0].FinishedAtPoll must be "},
      {"{\"jobs\":[{" + kStart + R"(,"FinishedAfterMs":1.5}]})",
       "the seed's jobs[0].FinishedAfterMs must be "},
      {R"({"clock_advance_ms":-1})", "the seed's clock_advance_ms must be an integer"},
      {R"({"clock_advance_ms":31622400001})", "the seed's clock_advance_ms must be an integer"},
      {"{\"jobs\":[{" + kStart + R"(,"CreationTimestamp":1e300}]})",
       "the seed's jobs[0].CreationTimestamp must be epoch seconds"},
  };
  for (const auto& wrong : cases) {
    EXPECT_THAT([&] { ReadSeed(wrong.first, kNow); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(wrong.second)))
        << wrong.first;
  }
}

}  // namespace
}  // namespace lookoutvision::testing
