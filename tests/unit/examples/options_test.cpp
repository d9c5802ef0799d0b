// Tests of Interpret: requests and configuration from arguments, and errors in them.
#include "package_model/options.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Arguments ValidStart() {
  Arguments arguments;
  arguments.command = Command::kStart;
  arguments.project_name = "boards";
  arguments.model_version = "1";
  arguments.component_name = "com.example.Inspector";
  arguments.s3_bucket = "my-bucket";
  arguments.target_device = "jetson_xavier";
  return arguments;
}

std::vector<std::string> ProblemsOf(const Arguments& arguments) {
  std::vector<std::string> problems;
  Interpret(arguments, problems);
  return problems;
}

TEST(Interpret, MakesAStartOfRequiredOptions) {
  std::vector<std::string> problems;
  const Options options = Interpret(ValidStart(), problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(options.command, Command::kStart);
  EXPECT_EQ(
      options.start,
      lfv::StartModelPackagingJobRequest().WithProjectName("boards").WithModelVersion("1").WithConfiguration(
          {.greengrass = {.component_name = "com.example.Inspector",
                          .s3_output_location = {.bucket = "my-bucket"},
                          .target_device = lfv::TargetDevice::kJetsonXavier}}));
  EXPECT_EQ(options.output, OutputFormat::kText);
  EXPECT_FALSE(options.wait);
  EXPECT_FALSE(options.debug);
  EXPECT_FALSE(options.timeout);
  EXPECT_FALSE(options.poll_interval);
}

TEST(Interpret, MakesAStartOfAllOptions) {
  Arguments arguments = ValidStart();
  arguments.job_name = "job";
  arguments.description = "of job";
  arguments.client_token = "token";
  arguments.wait = true;
  arguments.component_version = "1.2.3";
  arguments.component_description = "of component";
  arguments.s3_prefix = "prefix";
  arguments.tags = {"line=7", "empty=", "sum=a=b"};
  arguments.target_device = std::nullopt;
  arguments.target_os = "LINUX";
  arguments.target_arch = "X86_64";
  arguments.target_accelerator = "NVIDIA";
  arguments.compiler_options = R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})";

  std::vector<std::string> problems;
  const Options options = Interpret(arguments, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_TRUE(options.wait);
  EXPECT_EQ(
      options.start,
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("boards")
          .WithModelVersion("1")
          .WithJobName("job")
          .WithDescription("of job")
          .WithClientToken("token")
          .WithConfiguration(
              {.greengrass = {.component_name = "com.example.Inspector",
                              .s3_output_location = {.bucket = "my-bucket", .prefix = "prefix"},
                              .target_platform = {{.os = lfv::TargetPlatformOs::kLinux,
                                                   .arch = lfv::TargetPlatformArch::kX86_64,
                                                   .accelerator = lfv::TargetPlatformAccelerator::kNvidia}},
                              .compiler_options = arguments.compiler_options,
                              .component_version = "1.2.3",
                              .component_description = "of component",
                              .tags = {{.key = "line", .value = "7"},
                                       {.key = "empty", .value = ""},
                                       {.key = "sum", .value = "a=b"}}}}));
}

TEST(Interpret, MakesTheRequestOfDescribe) {
  Arguments arguments;
  arguments.command = Command::kDescribe;
  arguments.project_name = "boards";
  arguments.job_name = "job";
  std::vector<std::string> problems;
  EXPECT_EQ(Interpret(arguments, problems).job,
            lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName("job"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST(Interpret, SetsTheConfiguration) {
  Arguments arguments = ValidStart();
  arguments.region = "eu-west-1";
  arguments.profile = "dev";
  arguments.endpoint_url = "https://vision.plant7.example";
  arguments.ca_bundle = "/ca.pem";
  arguments.allow_plaintext_http = true;
  arguments.timeout = "90";
  arguments.wait = true;
  arguments.poll_interval = "0.25";
  arguments.output = "json";
  arguments.debug = true;

  std::vector<std::string> problems;
  const Options options = Interpret(arguments, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(options.config.region, "eu-west-1");
  EXPECT_EQ(options.config.profile, "dev");
  EXPECT_EQ(options.config.endpoint_url, "https://vision.plant7.example");
  EXPECT_EQ(options.config.ca_bundle, "/ca.pem");
  EXPECT_TRUE(options.config.allow_plaintext_http);
  EXPECT_EQ(options.timeout, 90s);
  EXPECT_EQ(options.poll_interval, 250ms);
  EXPECT_EQ(options.output, OutputFormat::kJson);
  EXPECT_TRUE(options.debug);
}

TEST(Interpret, LeavesTheConfigurationUnsetIfNothingIsGiven) {
  std::vector<std::string> problems;
  const Options options = Interpret(ValidStart(), problems);
  EXPECT_FALSE(options.config.region);
  EXPECT_FALSE(options.config.profile);
  EXPECT_FALSE(options.config.endpoint_url);
  EXPECT_FALSE(options.config.ca_bundle);
  EXPECT_FALSE(options.config.allow_plaintext_http);
}

TEST(Interpret, ReportsAllMissingOptions) {
  Arguments arguments;
  arguments.command = Command::kStart;
  EXPECT_THAT(ProblemsOf(arguments),
              testing::IsSupersetOf({StartsWith("--project-name, "), StartsWith("--model-version, "),
                                     StartsWith("--component-name, "), StartsWith("--s3-bucket, ")}));
  arguments.command = Command::kWait;
  EXPECT_THAT(ProblemsOf(arguments), ElementsAre(StartsWith("--project-name, "), StartsWith("--job-name, ")));
}

TEST(Interpret, MakesARequestPerJobOfAWait) {
  Arguments arguments;
  arguments.command = Command::kWait;
  arguments.project_name = "boards";
  arguments.job_names = {"a", "b"};
  std::vector<std::string> problems;
  const auto job = lfv::DescribeModelPackagingJobRequest().WithProjectName("boards");
  EXPECT_THAT(Interpret(arguments, problems).jobs,
              ElementsAre(lfv::DescribeModelPackagingJobRequest(job).WithJobName("a"),
                          lfv::DescribeModelPackagingJobRequest(job).WithJobName("b")));
  EXPECT_THAT(problems, IsEmpty());
}

TEST(Interpret, ReportsAnErrorOfSeveralJobsOnce) {
  Arguments arguments;
  arguments.command = Command::kWait;
  arguments.project_name = "no spaces";
  arguments.job_names = {"a", "b", "a", "a", "c d"};
  EXPECT_THAT(ProblemsOf(arguments),
              ElementsAre(StartsWith("--project-name, "), "--job-name: a is given more than once",
                          StartsWith("--job-name, JobName: may contain only")));
}

TEST(Interpret, MakesAList) {
  Arguments arguments;
  arguments.command = Command::kList;
  arguments.project_name = "boards";
  arguments.page_size = "7";
  std::vector<std::string> problems;
  EXPECT_EQ(Interpret(arguments, problems).list,
            lfv::ListModelPackagingJobsRequest().WithProjectName("boards").WithMaxResults(7));
  EXPECT_THAT(problems, IsEmpty());
  for (const char* size : {"", "ten", "7 ", "1e1", "99999999999999999999"}) {
    arguments.page_size = size;
    EXPECT_THAT(ProblemsOf(arguments), ElementsAre(StartsWith("--page-size: must be an integer"))) << size;
  }
  for (const char* size : {"0", "-1", "101"}) {
    arguments.page_size = size;
    EXPECT_THAT(ProblemsOf(arguments), ElementsAre(StartsWith("--page-size, MaxResults: "))) << size;
  }
}

TEST(Interpret, LimitsAListToStatusesAndToANumberOfJobs) {
  Arguments arguments;
  arguments.command = Command::kList;
  arguments.project_name = "boards";
  arguments.statuses = {"FAILED", "RUNNING"};
  arguments.max_items = "250";
  std::vector<std::string> problems;
  const Options options = Interpret(arguments, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(options.statuses,
              ElementsAre(lfv::ModelPackagingJobStatus::kFailed, lfv::ModelPackagingJobStatus::kRunning));
  EXPECT_EQ(options.max_items, 250);

  arguments.statuses = {"FAILED", "failed", ""};
  arguments.max_items = "0";
  EXPECT_THAT(ProblemsOf(arguments),
              ElementsAre(R"(--status: must be CREATED, RUNNING, SUCCEEDED or FAILED (given: "failed"))",
                          R"(--status: must be CREATED, RUNNING, SUCCEEDED or FAILED (given: ""))",
                          R"(--max-items: must be an integer of at least 1 (given: "0"))"));
}

TEST(Interpret, RejectsAPollIntervalWithoutAWait) {
  Arguments arguments = ValidStart();
  arguments.poll_interval = "1";
  EXPECT_THAT(ProblemsOf(arguments), ElementsAre("--poll-interval: needs --wait"));
  arguments.wait = true;
  EXPECT_THAT(ProblemsOf(arguments), IsEmpty());
}

TEST(Interpret, DoesNotReportAMissingOptionIfItsMissingValueIsReported) {
  Arguments arguments;
  arguments.command = Command::kWait;
  std::vector<std::string> problems{"--job-name: its value is missing"};
  Interpret(arguments, problems);
  EXPECT_THAT(problems, ElementsAre("--job-name: its value is missing", StartsWith("--project-name, ")));
}

TEST(Interpret, ReportsErrorsOfSyntaxAndOfConstraintsTogether) {
  Arguments arguments = ValidStart();
  arguments.timeout = "soon";
  arguments.wait = true;
  arguments.poll_interval = "-1";
  arguments.output = "yaml\n";
  arguments.tags = {"line", "bad!=x"};
  arguments.project_name = "no spaces";
  EXPECT_THAT(ProblemsOf(arguments),
              testing::UnorderedElementsAre(
                  R"(--timeout: must be a number of seconds, from 0.001 to 31536000 (given: "soon"))",
                  R"(--poll-interval: must be a number of seconds, from 0.001 to 31536000 (given: "-1"))",
                  R"(--output: must be text or json (given: "yaml\n"))",
                  R"(--tag: must be KEY=VALUE (given: "line"))", StartsWith("--project-name, ProjectName: "),
                  StartsWith("--tag, Configuration.Greengrass.Tags[1].Key: ")));
}

TEST(Interpret, NamesTheOptionOfEveryMemberThatCanBeInvalid) {
  Arguments arguments = ValidStart();
  const auto bad = [&](std::optional<std::string> Arguments::*option, const char* value = "\n") {
    Arguments changed = arguments;
    changed.*option = value;
    return ProblemsOf(changed);
  };
  using A = Arguments;
  EXPECT_THAT(bad(&A::project_name), ElementsAre(StartsWith("--project-name, ")));
  EXPECT_THAT(bad(&A::model_version), ElementsAre(StartsWith("--model-version, ")));
  EXPECT_THAT(bad(&A::job_name), ElementsAre(StartsWith("--job-name, ")));
  EXPECT_THAT(bad(&A::description), ElementsAre(StartsWith("--description, ")));
  EXPECT_THAT(bad(&A::client_token), ElementsAre(StartsWith("--client-token, ")));
  EXPECT_THAT(bad(&A::component_name), ElementsAre(StartsWith("--component-name, ")));
  EXPECT_THAT(bad(&A::component_version), ElementsAre(StartsWith("--component-version, ")));
  EXPECT_THAT(bad(&A::component_description), ElementsAre(StartsWith("--component-description, ")));
  EXPECT_THAT(bad(&A::s3_bucket, "?!\n"), ElementsAre(StartsWith("--s3-bucket, ")));
  EXPECT_THAT(bad(&A::s3_prefix), ElementsAre(StartsWith("--s3-prefix, ")));
  EXPECT_THAT(bad(&A::target_device, "toaster"), ElementsAre(StartsWith("--target-device, ")));

  arguments.target_device = std::nullopt;
  arguments.target_os = "LINUX";
  arguments.target_arch = "ARM64";
  EXPECT_THAT(bad(&A::target_os, "DOS"), ElementsAre(StartsWith("--target-os, ")));
  EXPECT_THAT(bad(&A::target_arch, "Z80"), ElementsAre(StartsWith("--target-arch, ")));
  EXPECT_THAT(bad(&A::target_accelerator, "ABACUS"), ElementsAre(StartsWith("--target-accelerator, ")));
  EXPECT_THAT(bad(&A::compiler_options, "no JSON"), ElementsAre(StartsWith("--compiler-options, ")));
}

TEST(Interpret, RejectsADeviceTogetherWithAPlatform) {
  Arguments arguments = ValidStart();
  arguments.target_os = "LINUX";
  arguments.target_arch = "ARM64";
  EXPECT_THAT(ProblemsOf(arguments), ElementsAre(HasSubstr("TargetPlatform")));
}

TEST(Interpret, RequiresBothPartsOfAPlatform) {
  Arguments arguments = ValidStart();
  arguments.target_device = std::nullopt;
  arguments.target_accelerator = "NVIDIA";
  EXPECT_THAT(ProblemsOf(arguments),
              testing::IsSupersetOf({StartsWith("--target-os, "), StartsWith("--target-arch, ")}));
}

}  // namespace
}  // namespace package_model
