// What the mock service's answers look like on the wire.
#include "testing/answers.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};

TEST(Answers, CarryTheHeadersEveryAnswerHas) {
  const auto bytes = WriteAnswer({.status = 409, .error_type = "Conflict", .message = "no"}, "id", kNow);
  EXPECT_EQ(bytes.text,
            "HTTP/1.1 409 Conflict\r\nx-amzn-RequestId: id\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\n"
            "Content-Type: application/json\r\nContent-Length: 16\r\nx-amzn-ErrorType: Conflict\r\n\r\n"
            "{\"message\":\"no\"}");
  EXPECT_EQ(bytes.text.substr(bytes.head_size), "{\"message\":\"no\"}");
}

TEST(Answers, LetGivenHeadersReplaceTheUsualOnes) {
  const auto bytes =
      WriteAnswer({.headers = {{"content-length", "99"}, {"date", "never"}}, .body = "x"}, "id", kNow);
  EXPECT_THAT(bytes.text, HasSubstr("\r\ncontent-length: 99\r\ndate: never\r\n"));
  EXPECT_THAT(bytes.text, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(bytes.text, Not(HasSubstr("Date")));
}

TEST(Answers, PreferABodyToAMessage) {
  EXPECT_TRUE(WriteAnswer({.message = "m", .body = "b"}, "id", kNow).text.ends_with("\r\n\r\nb"));
}

TEST(Answers, AreVerbatimWhenRaw) {
  const auto http = WriteAnswer({.raw = "HTTP/1.1 200\r\n\r\nbody"}, "id", kNow);
  EXPECT_EQ(http.text, "HTTP/1.1 200\r\n\r\nbody");
  EXPECT_EQ(http.head_size, 16u);
  const auto garbage = WriteAnswer({.raw = "garbage"}, "id", kNow);
  EXPECT_EQ(garbage.head_size, 7u);
}

TEST(Answers, DescribeAJobInTheServicesOwnNames) {
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
                             .tags = {{{.key = "k", .value = "\u00fc"}}}}},
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
  EXPECT_EQ(DescribeAnswer(description).body,
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

TEST(Answers, NameTheResourceOfAnError) {
  const Answer answer = ErrorAnswer({.status = 404,
                                     .type = "ResourceNotFoundException",
                                     .message = "none",
                                     .resource_id = "p",
                                     .resource_type = "PROJECT"});
  EXPECT_EQ(answer.error_type, "ResourceNotFoundException");
  EXPECT_EQ(answer.body, R"({"Message":"none","ResourceId":"p","ResourceType":"PROJECT"})");
  EXPECT_EQ(ErrorAnswer({.status = 400, .type = "T", .message = "\xff"}).body, R"({"message":"\\xff"})");
}

TEST(Answers, CarryTheMembersOfAnError) {
  const Answer answer = ErrorAnswer({.status = 402,
                                     .type = "ServiceQuotaExceededException",
                                     .message = "m",
                                     .resource_id = "i",
                                     .resource_type = "PROJECT",
                                     .quota_code = "q",
                                     .service_code = "s",
                                     .retry_after = std::chrono::seconds{3}});
  EXPECT_EQ(answer.body,
            R"({"Message":"m","ResourceId":"i","ResourceType":"PROJECT","QuotaCode":"q","ServiceCode":"s"})");
  EXPECT_THAT(answer.headers, ::testing::ElementsAre(::testing::Pair("Retry-After", "3")));
}

}  // namespace
}  // namespace lookoutvision::testing
