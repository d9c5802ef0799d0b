// Tests of reading requests in the mock service.
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "protocol/rest_json_service.h"

namespace lookoutvision::internal {
namespace {

// The StartModelPackagingJob request, and the mismatch of its body.
std::pair<ReadStart, std::optional<JsonMismatch>> Read(std::string_view body, const char* token = nullptr) {
  HttpHeaders headers;
  if (token != nullptr) headers.Add("x-amzn-client-token", token);
  auto value = ParseJson(body);
  EXPECT_TRUE(value);
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(*value, "", mismatch);
  auto read = ReadStartModelPackagingJob(
      {.labels = {{"ProjectName", "boards"}}, .query = "", .headers = headers}, reader);
  return {std::move(read), std::move(mismatch)};
}

std::string Greengrass(const std::string& members) {
  return R"({"Configuration":{"Greengrass":{)" + members + "}}}";
}

TEST(ReadStart, ReadsEveryMember) {
  const auto read = Read(
      R"({"ModelVersion":"2","JobName":"j","Description":"d","Configuration":{"Greengrass":{
          "CompilerOptions":"{}","TargetDevice":"jetson_xavier",
          "TargetPlatform":{"Os":"LINUX","Arch":"ARM64","Accelerator":"NEW"},
          "S3OutputLocation":{"Bucket":"b","Prefix":"p"},
          "ComponentName":"c","ComponentVersion":"1.2.3","ComponentDescription":"e",
          "Tags":[{"Key":"k","Value":"v"},{"Key":"l","Value":""}]}}})",
      "token");
  const auto expected =
      StartModelPackagingJobRequest()
          .WithProjectName("boards")
          .WithModelVersion("2")
          .WithJobName("j")
          .WithDescription("d")
          .WithClientToken("token")
          .WithConfiguration(
              {.greengrass = {.component_name = "c",
                              .s3_output_location = {.bucket = "b", .prefix = "p"},
                              .target_device = TargetDevice::kJetsonXavier,
                              .target_platform =
                                  TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                 .arch = TargetPlatformArch::kArm64,
                                                 .accelerator = OpenEnum<TargetPlatformAccelerator>("NEW")},
                              .compiler_options = "{}",
                              .component_version = "1.2.3",
                              .component_description = "e",
                              .tags = {{.key = "k", .value = "v"}, {.key = "l", .value = ""}}}});
  EXPECT_FALSE(read.second);
  EXPECT_EQ(read.first.request, expected);
  EXPECT_TRUE(read.first.missing.empty());
}

TEST(ReadStart, ReadsMissingAndNullMembersAsAbsent) {
  const auto nothing = StartModelPackagingJobRequest().WithProjectName("boards");
  EXPECT_EQ(Read("{}").first.request, nothing);
  EXPECT_EQ(Read(R"({"JobName":null,"Configuration":null})").first.request, nothing);
}

TEST(ReadStart, ReportsAMemberOfTheWrongType) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"ModelVersion":2})", "ModelVersion: a string"},
      {R"({"JobName":["a"]})", "JobName: a string"},
      {R"({"Configuration":"a"})", "Configuration: an object"},
      {R"({"Configuration":{"Greengrass":[]}})", "Configuration.Greengrass: an object"},
      {Greengrass(R"("TargetDevice":1)"), "Configuration.Greengrass.TargetDevice: a string"},
      {Greengrass(R"("TargetPlatform":{"Os":true})"), "Configuration.Greengrass.TargetPlatform.Os: a string"},
      {Greengrass(R"("Tags":{})"), "Configuration.Greengrass.Tags: an array"},
      {Greengrass(R"("Tags":[{"Key":"a","Value":"b"},"c"])"), "Configuration.Greengrass.Tags[1]: an object"},
      {Greengrass(R"("Tags":[null])"), "Configuration.Greengrass.Tags[0]: an object"}};
  for (const auto& [body, message] : cases) {
    const auto mismatch = Read(body).second;
    ASSERT_TRUE(mismatch) << body;
    EXPECT_EQ(mismatch->path + ": " + mismatch->expected, message);
  }
}

TEST(ReadStart, SkipsUnknownMembers) {
  const auto read = Read(R"({"ModelVersion":"2","ClientToken":"in the body","More":{"a":[1]},
      "Configuration":{"Greengrass":{"ComponentName":"c","Bucket":7,
          "Tags":[{"Key":"a","Value":"b","More":"c"}]},"Other":null}})");
  const auto expected =
      StartModelPackagingJobRequest().WithProjectName("boards").WithModelVersion("2").WithConfiguration(
          {.greengrass = {
               .component_name = "c", .s3_output_location = {}, .tags = {{.key = "a", .value = "b"}}}});
  EXPECT_FALSE(read.second);
  EXPECT_EQ(read.first.request, expected);
}

TEST(ReadStart, DistinguishesAMissingTagValueFromAnEmptyOne) {
  const auto read = Read(Greengrass(R"("Tags":[{"Key":"a","Value":""},{"Key":"b"}])"));
  const auto& missing = read.first.missing;
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].path, "Configuration.Greengrass.Tags[1].Value");
}

TEST(ReadStart, ReadsAllMembersFromOneObject) {
  auto value =
      ParseJson(R"({"ProjectName":"boards","ModelVersion":"2","ClientToken":"token","JobName":"j"})");
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(*value, "", mismatch);
  EXPECT_EQ(ReadStartModelPackagingJob(reader).request, StartModelPackagingJobRequest()
                                                            .WithProjectName("boards")
                                                            .WithModelVersion("2")
                                                            .WithClientToken("token")
                                                            .WithJobName("j"));
}

TEST(ReadDescribe, ReadsTheLabels) {
  EXPECT_EQ(ReadDescribeModelPackagingJob(
                {.labels = {{"ProjectName", "p"}, {"JobName", "j"}}, .query = "", .headers = {}}),
            DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"));
}

TEST(ReadList, ReadsTheLabelAndTheQuery) {
  const auto read = [](std::string_view query) {
    return ReadListModelPackagingJobs({.labels = {{"ProjectName", "p"}}, .query = query, .headers = {}});
  };
  const auto request = ListModelPackagingJobsRequest().WithProjectName("p");
  EXPECT_EQ(read(""), request);
  EXPECT_EQ(read("x=y&next%54oken=a%2Bb&maxResults=7"),
            ListModelPackagingJobsRequest(request).WithNextToken("a+b").WithMaxResults(7));
  for (const char* query : {"maxResults", "maxResults=", "maxResults=ten", "maxResults=99999999999999"}) {
    EXPECT_EQ(read(query), ListModelPackagingJobsRequest(request).WithMaxResults(-1)) << query;
  }
}

}  // namespace
}  // namespace lookoutvision::internal
