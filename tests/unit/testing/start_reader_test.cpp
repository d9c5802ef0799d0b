// How the mock service reads StartModelPackagingJob.
#include "testing/start_reader.h"

#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

std::variant<ReadStart, ServiceError> Read(std::string body, const char* token = nullptr) {
  RecordedRequest http{.method = "POST", .target = "/", .body = std::move(body)};
  if (token != nullptr) http.headers.Add("x-amzn-client-token", token);
  return ReadStartModelPackagingJob(http, "boards");
}

std::string Greengrass(const std::string& members) {
  return R"({"Configuration":{"Greengrass":{)" + members + "}}}";
}

TEST(StartReader, ReadsEveryMember) {
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
              {.greengrass = {
                   .component_name = "c",
                   .s3_output_location = {.bucket = "b", .prefix = "p"},
                   .target_device = TargetDevice::kJetsonXavier,
                   .target_platform =
                       TargetPlatform{.os = TargetPlatformOs::kLinux,
                                      .arch = TargetPlatformArch::kArm64,
                                      .accelerator = OpenEnum<TargetPlatformAccelerator>::FromText("NEW")},
                   .compiler_options = "{}",
                   .component_version = "1.2.3",
                   .component_description = "e",
                   .tags = {{{.key = "k", .value = "v"}, {.key = "l", .value = ""}}}}});
  ASSERT_TRUE(std::holds_alternative<ReadStart>(read)) << std::get<ServiceError>(read).message;
  EXPECT_EQ(std::get<ReadStart>(read).request, expected);
  EXPECT_TRUE(std::get<ReadStart>(read).missing.empty());
}

TEST(StartReader, TakesNullAndAnEmptyBodyAsNothing) {
  const auto nothing = StartModelPackagingJobRequest().WithProjectName("boards");
  EXPECT_EQ(std::get<ReadStart>(Read("")).request, nothing);
  EXPECT_EQ(std::get<ReadStart>(Read("{}")).request, nothing);
  EXPECT_EQ(std::get<ReadStart>(Read(R"({"JobName":null,"Configuration":null})")).request, nothing);
}

TEST(StartReader, RefusesWhatIsNoJsonObject) {
  for (const char* body : {"[]", "\"text\"", "{", "{}x", "null", "ModelVersion=1"}) {
    const auto read = Read(body);
    ASSERT_TRUE(std::holds_alternative<ServiceError>(read)) << body;
    EXPECT_EQ(std::get<ServiceError>(read).type, "SerializationException");
    EXPECT_EQ(std::get<ServiceError>(read).status, 400);
  }
}

TEST(StartReader, NamesTheMemberOfAWrongType) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"ModelVersion":2})", "ModelVersion must be a string."},
      {R"({"JobName":["a"]})", "JobName must be a string."},
      {R"({"Configuration":"a"})", "Configuration must be an object."},
      {R"({"Configuration":{"Greengrass":[]}})", "Configuration.Greengrass must be an object."},
      {Greengrass(R"("TargetDevice":1)"), "Configuration.Greengrass.TargetDevice must be a string."},
      {Greengrass(R"("TargetPlatform":{"Os":true})"),
       "Configuration.Greengrass.TargetPlatform.Os must be a string."},
      {Greengrass(R"("Tags":{})"), "Configuration.Greengrass.Tags must be a list."},
      {Greengrass(R"("Tags":[{"Key":"a","Value":"b"},"c"])"),
       "Configuration.Greengrass.Tags[1] must be an object."}};
  for (const auto& [body, message] : cases) {
    const auto read = Read(body);
    ASSERT_TRUE(std::holds_alternative<ServiceError>(read)) << body;
    EXPECT_EQ(std::get<ServiceError>(read).message, message);
  }
}

TEST(StartReader, SkipsMembersThatTheModelDoesNotHave) {
  const auto read = Read(R"({"ModelVersion":"2","ClientToken":"in the body","More":{"a":[1]},
      "Configuration":{"Greengrass":{"ComponentName":"c","Bucket":7,
          "Tags":[{"Key":"a","Value":"b","More":"c"}]},"Other":null}})");
  const auto expected =
      StartModelPackagingJobRequest().WithProjectName("boards").WithModelVersion("2").WithConfiguration(
          {.greengrass = {
               .component_name = "c", .s3_output_location = {}, .tags = {{{.key = "a", .value = "b"}}}}});
  ASSERT_TRUE(std::holds_alternative<ReadStart>(read)) << std::get<ServiceError>(read).message;
  EXPECT_EQ(std::get<ReadStart>(read).request, expected);
}

TEST(StartReader, TellsATagWithoutAValueFromAnEmptyOne) {
  const auto read = Read(Greengrass(R"("Tags":[{"Key":"a","Value":""},{"Key":"b"}])"));
  const auto& missing = std::get<ReadStart>(read).missing;
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].path, "Configuration.Greengrass.Tags[1].Value");
}

}  // namespace
}  // namespace lookoutvision::testing
