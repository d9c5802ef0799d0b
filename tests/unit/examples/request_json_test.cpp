// Tests of requests as JSON: --cli-input-json and --generate-cli-skeleton.
#include "package_model/request_json.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/json.h>

#include "package_model/options.h"
#include "support/text_file.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
namespace test = lookoutvision::test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> ProblemsOf(const Arguments& arguments) {
  std::vector<std::string> problems;
  Interpret(arguments, problems);
  return problems;
}

// A `start` whose request is in JSON.
Arguments StartOf(const std::string& json) {
  Arguments arguments;
  arguments.command = Command::kStart;
  arguments.cli_input_json = json;
  return arguments;
}

constexpr const char* kPlatformJson = R"({
  "ProjectName": "boards", "ModelVersion": "1", "JobName": "job", "Description": "of job", "ClientToken": "token",
  "Configuration": {"Greengrass": {
    "TargetPlatform": {"Os": "LINUX", "Arch": "X86_64"}, "CompilerOptions": "{\"mcpu\": \"core-avx2\"}",
    "S3OutputLocation": {"Bucket": "my-bucket", "Prefix": "prefix"},
    "ComponentName": "component", "ComponentVersion": "1.2.3", "ComponentDescription": "of component",
    "Tags": [{"Key": "line", "Value": "7"}]}}})";

TEST(RequestJson, ReadsTheRequestOfAStartFromJson) {
  std::vector<std::string> problems;
  const auto expected = lfv::FromJson<lfv::StartModelPackagingJobRequest>(kPlatformJson).value();
  EXPECT_EQ(Interpret(StartOf(kPlatformJson), problems).start, expected);
  const test::TextFile file(kPlatformJson);
  EXPECT_EQ(Interpret(StartOf(file.path()), problems).start, expected);
  EXPECT_EQ(Interpret(StartOf("file://" + file.path()), problems).start, expected);
  EXPECT_THAT(problems, IsEmpty());
}

TEST(RequestJson, ReplacesMembersOfTheJsonByOptions) {
  Arguments arguments = StartOf(kPlatformJson);
  arguments.project_name = "circuits";
  arguments.model_version = "2";
  arguments.job_name = "other-job";
  arguments.description = "of other job";
  arguments.client_token = "other-token";
  arguments.component_name = "other-component";
  arguments.component_version = "2.0.0";
  arguments.component_description = "of other component";
  arguments.s3_bucket = "other-bucket";
  arguments.s3_prefix = "other-prefix";
  arguments.tags = {"plant=Linz"};
  arguments.target_arch = "ARM64";
  arguments.compiler_options = R"({"mcpu": "other"})";
  std::vector<std::string> problems;
  EXPECT_EQ(
      Interpret(arguments, problems).start,
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("circuits")
          .WithModelVersion("2")
          .WithJobName("other-job")
          .WithDescription("of other job")
          .WithClientToken("other-token")
          .WithConfiguration(
              {.greengrass = {.component_name = "other-component",
                              .s3_output_location = {.bucket = "other-bucket", .prefix = "other-prefix"},
                              .target_platform = {{.os = lfv::TargetPlatformOs::kLinux,
                                                   .arch = lfv::TargetPlatformArch::kArm64}},
                              .compiler_options = arguments.compiler_options,
                              .component_version = "2.0.0",
                              .component_description = "of other component",
                              .tags = {{.key = "plant", .value = "Linz"}}}}));
  EXPECT_THAT(problems, IsEmpty());
}

TEST(RequestJson, ReplacesTheTargetOfTheJsonByOneOfTheOtherKind) {
  Arguments arguments = StartOf(kPlatformJson);
  arguments.target_device = "jetson_xavier";
  std::vector<std::string> problems;
  auto request = Interpret(arguments, problems).start;
  EXPECT_EQ(request.configuration().greengrass.target_device, lfv::TargetDevice::kJetsonXavier);
  EXPECT_FALSE(request.configuration().greengrass.target_platform);
  EXPECT_FALSE(request.configuration().greengrass.compiler_options);

  arguments = StartOf(ToJson(request));
  arguments.target_os = "LINUX";
  arguments.target_arch = "ARM64";
  request = Interpret(arguments, problems).start;
  EXPECT_FALSE(request.configuration().greengrass.target_device);
  EXPECT_TRUE(request.configuration().greengrass.target_platform);
  EXPECT_THAT(problems, IsEmpty());
}

TEST(RequestJson, ReadsTheOtherRequestsFromJson) {
  Arguments arguments;
  arguments.cli_input_json = R"({"ProjectName": "boards", "JobName": "job"})";
  const auto job = lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName("job");
  std::vector<std::string> problems;
  arguments.command = Command::kDescribe;
  EXPECT_EQ(Interpret(arguments, problems).job, job);
  arguments.command = Command::kWait;
  EXPECT_THAT(Interpret(arguments, problems).jobs, ElementsAre(job));
  arguments.project_name = "circuits";
  arguments.job_names = {"a", "b"};
  EXPECT_THAT(
      Interpret(arguments, problems).jobs,
      ElementsAre(lfv::DescribeModelPackagingJobRequest().WithProjectName("circuits").WithJobName("a"),
                  lfv::DescribeModelPackagingJobRequest().WithProjectName("circuits").WithJobName("b")));
  arguments.job_name = "c";
  arguments.command = Command::kDescribe;
  EXPECT_EQ(Interpret(arguments, problems).job,
            lfv::DescribeModelPackagingJobRequest().WithProjectName("circuits").WithJobName("c"));

  arguments = {};
  arguments.command = Command::kList;
  arguments.cli_input_json = R"({"ProjectName": "boards", "NextToken": "next", "MaxResults": 7})";
  EXPECT_EQ(
      Interpret(arguments, problems).list,
      lfv::ListModelPackagingJobsRequest().WithProjectName("boards").WithNextToken("next").WithMaxResults(7));
  arguments.project_name = "circuits";
  arguments.page_size = "8";
  EXPECT_EQ(Interpret(arguments, problems).list, lfv::ListModelPackagingJobsRequest()
                                                     .WithProjectName("circuits")
                                                     .WithNextToken("next")
                                                     .WithMaxResults(8));
  EXPECT_THAT(problems, IsEmpty());
}

TEST(RequestJson, ReportsAnErrorInTheJsonWithoutMissingMembers) {
  const test::TextFile file(R"({"Configuration": {"Greengrass": {"Tags": [{"Key": 7}]}}})");
  EXPECT_THAT(ProblemsOf(StartOf(file.path())),
              ElementsAre("--cli-input-json: " + file.path() +
                          ": Configuration.Greengrass.Tags[0].Key: expected a string, got a number"));
  EXPECT_THAT(ProblemsOf(StartOf("/no/such/file")),
              ElementsAre("--cli-input-json: /no/such/file: No such file or directory"));
  EXPECT_THAT(ProblemsOf(StartOf("{")), ElementsAre("--cli-input-json: {: the text is not well-formed JSON "
                                                    "(line 1, column 2)"));
  EXPECT_THAT(ProblemsOf(StartOf("/")), ElementsAre(StartsWith("--cli-input-json: /: ")));

  Arguments arguments = StartOf("/no/such/file");
  arguments.s3_bucket = "a?b";
  EXPECT_THAT(ProblemsOf(arguments),
              ElementsAre(StartsWith("--cli-input-json: "), StartsWith("--s3-bucket, ")));
}

TEST(RequestJson, ReportsViolationsOfTheJson) {
  Arguments arguments = StartOf(kPlatformJson);
  arguments.cli_input_json = Skeleton(Command::kList);
  arguments.command = Command::kList;
  EXPECT_THAT(ProblemsOf(arguments),
              ElementsAre(StartsWith("--project-name, ProjectName: "),
                          "--page-size, MaxResults: must be from 1 to 100 (given: \"0\")"));
}

// Equal to the output of the AWS CLI.
TEST(Skeleton, HasEveryMemberOfTheRequest) {
  EXPECT_EQ(Skeleton(Command::kStart), R"({
    "ProjectName": "",
    "ModelVersion": "",
    "JobName": "",
    "Configuration": {
        "Greengrass": {
            "CompilerOptions": "",
            "TargetDevice": "jetson_xavier",
            "TargetPlatform": {
                "Os": "LINUX",
                "Arch": "ARM64",
                "Accelerator": "NVIDIA"
            },
            "S3OutputLocation": {
                "Bucket": "",
                "Prefix": ""
            },
            "ComponentName": "",
            "ComponentVersion": "",
            "ComponentDescription": "",
            "Tags": [
                {
                    "Key": "",
                    "Value": ""
                }
            ]
        }
    },
    "Description": "",
    "ClientToken": ""
}
)");
  EXPECT_TRUE(lfv::FromJson<lfv::StartModelPackagingJobRequest>(Skeleton(Command::kStart)));
  EXPECT_EQ(Skeleton(Command::kDescribe), "{\n    \"ProjectName\": \"\",\n    \"JobName\": \"\"\n}\n");
  EXPECT_EQ(Skeleton(Command::kWait), Skeleton(Command::kDescribe));
  EXPECT_EQ(Skeleton(Command::kList),
            "{\n    \"ProjectName\": \"\",\n    \"NextToken\": \"\",\n    \"MaxResults\": 0\n}\n");
}

}  // namespace
}  // namespace package_model
