// Tests of ToJson.
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/json.h>

namespace lookoutvision {
namespace {

constexpr std::chrono::system_clock::time_point kNow{std::chrono::seconds{1'440'938'160}};

TEST(ToJson, WritesADescriptionWithTheServicesNames) {
  const ModelPackagingDescription description{
      .job_name = "j",
      .project_name = "p",
      .model_version = "1",
      .model_packaging_configuration =
          ModelPackagingConfiguration{
              .greengrass = {.component_name = "c",
                             .s3_output_location = {.bucket = "b", .prefix = "x"},
                             .target_platform =
                                 TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                .arch = TargetPlatformArch::kArm64,
                                                .accelerator = TargetPlatformAccelerator::kNvidia},
                             .compiler_options = "{\"a\": 1}",
                             .component_version = "1.2.3",
                             .component_description = "e",
                             .tags = {{.key = "k", .value = "\u00fc"}}}},
      .model_packaging_job_description = "d",
      .model_packaging_method = "GREENGRASS",
      .model_packaging_output_details =
          ModelPackagingOutputDetails{.greengrass = GreengrassOutputDetails{.component_version_arn = "arn",
                                                                            .component_name = "c",
                                                                            .component_version = "1.2.3"}},
      .status = ModelPackagingJobStatus::kSucceeded,
      .status_message = "ok",
      .creation_timestamp = kNow + std::chrono::milliseconds{250},
      .last_updated_timestamp = kNow};
  EXPECT_EQ(ToJson(DescribeModelPackagingJobResult{description}),
            "{\"ModelPackagingDescription\":{\"JobName\":\"j\",\"ProjectName\":\"p\",\"ModelVersion\":\"1\","
            "\"ModelPackagingConfiguration\":{\"Greengrass\":{\"CompilerOptions\":\"{\\\"a\\\": 1}\","
            "\"TargetPlatform\":{\"Os\":\"LINUX\",\"Arch\":\"ARM64\",\"Accelerator\":\"NVIDIA\"},"
            "\"S3OutputLocation\":{\"Bucket\":\"b\",\"Prefix\":\"x\"},\"ComponentName\":\"c\","
            "\"ComponentVersion\":\"1.2.3\",\"ComponentDescription\":\"e\","
            "\"Tags\":[{\"Key\":\"k\",\"Value\":\"\u00fc\"}]}},\"ModelPackagingJobDescription\":\"d\","
            "\"ModelPackagingMethod\":\"GREENGRASS\",\"ModelPackagingOutputDetails\":{\"Greengrass\":{"
            "\"ComponentVersionArn\":\"arn\",\"ComponentName\":\"c\",\"ComponentVersion\":\"1.2.3\"}},"
            "\"Status\":\"SUCCEEDED\",\"StatusMessage\":\"ok\",\"CreationTimestamp\":1440938160.250,"
            "\"LastUpdatedTimestamp\":1440938160.000}}");
}

TEST(ToJson, OmitsAbsentMembers) {
  EXPECT_EQ(ToJson(DescribeModelPackagingJobResult{}), R"({"ModelPackagingDescription":{}})");
  EXPECT_EQ(ToJson(ListModelPackagingJobsResult{}), R"({"ModelPackagingJobs":[]})");
}

TEST(ToJson, WritesTheNameOfTheStartedJob) {
  EXPECT_EQ(ToJson(StartModelPackagingJobResult{.job_name = "a\"b", .client_token = "t"}),
            R"({"JobName":"a\"b"})");
}

TEST(ToJson, WritesJobsWithTheServicesNames) {
  EXPECT_EQ(
      ToJson(ListModelPackagingJobsResult{
          .model_packaging_jobs = {{.job_name = "j",
                                    .project_name = "p",
                                    .model_version = "1",
                                    .model_packaging_job_description = "d",
                                    .model_packaging_method = "GREENGRASS",
                                    .status = ModelPackagingJobStatus::kFailed,
                                    .status_message = "no",
                                    .creation_timestamp = kNow,
                                    .last_updated_timestamp = kNow + std::chrono::milliseconds{7}}},
          .next_token = "t"}),
      R"({"ModelPackagingJobs":[{"JobName":"j","ProjectName":"p","ModelVersion":"1",)"
      R"("ModelPackagingJobDescription":"d","ModelPackagingMethod":"GREENGRASS","Status":"FAILED",)"
      R"("StatusMessage":"no","CreationTimestamp":1440938160.000,"LastUpdatedTimestamp":1440938160.007}],)"
      R"("NextToken":"t"})");
}

TEST(ToJson, WritesTimesToTheMicrosecond) {
  DescribeModelPackagingJobResult result;
  result.model_packaging_description.creation_timestamp = kNow + std::chrono::microseconds{1'234'567};
  EXPECT_EQ(ToJson(result), R"({"ModelPackagingDescription":{"CreationTimestamp":1440938161.234567}})");
}

TEST(ToJson, WritesRequestsWithTheServicesNames) {
  EXPECT_EQ(ToJson(StartModelPackagingJobRequest()
                       .WithProjectName("p")
                       .WithModelVersion("1")
                       .WithConfiguration({.greengrass = {.component_name = "c",
                                                          .s3_output_location = {.bucket = "b"},
                                                          .target_device = TargetDevice::kJetsonXavier}})
                       .WithJobName("j")
                       .WithDescription("d")
                       .WithClientToken("t")),
            R"({"ProjectName":"p","ModelVersion":"1","JobName":"j","Configuration":{"Greengrass":{)"
            R"("TargetDevice":"jetson_xavier","S3OutputLocation":{"Bucket":"b"},"ComponentName":"c"}},)"
            R"("Description":"d","ClientToken":"t"})");
  EXPECT_EQ(ToJson(DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j")),
            R"({"ProjectName":"p","JobName":"j"})");
  EXPECT_EQ(ToJson(ListModelPackagingJobsRequest().WithProjectName("p").WithNextToken("n").WithMaxResults(7)),
            R"({"ProjectName":"p","NextToken":"n","MaxResults":7})");
}

TEST(ToJson, WritesAConfigurationByItself) {
  EXPECT_EQ(
      ToJson(ModelPackagingConfiguration{.greengrass = {.component_name = "c", .s3_output_location = {}}}),
      R"({"Greengrass":{"S3OutputLocation":{"Bucket":""},"ComponentName":"c"}})");
}

}  // namespace
}  // namespace lookoutvision
