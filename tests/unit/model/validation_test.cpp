// Tests of Validate: constraints between members, and the order and text of violations.
#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/validation.h>

namespace lookoutvision {
namespace {

using Violations = std::vector<Violation>;

constexpr const char* kNvidiaOptions = R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})";

GreengrassConfiguration ForDevice() {
  return {.component_name = "c",
          .s3_output_location = {.bucket = "bucket"},
          .target_device = TargetDevice::kJetsonXavier};
}

GreengrassConfiguration ForPlatform() {
  return {
      .component_name = "c",
      .s3_output_location = {.bucket = "bucket"},
      .target_platform = TargetPlatform{.os = TargetPlatformOs::kLinux, .arch = TargetPlatformArch::kX86_64}};
}

GreengrassConfiguration ForNvidia() {
  GreengrassConfiguration greengrass = ForPlatform();
  greengrass.target_platform->accelerator = TargetPlatformAccelerator::kNvidia;
  greengrass.compiler_options = kNvidiaOptions;
  return greengrass;
}

Violations ValidateGreengrass(GreengrassConfiguration greengrass) {
  return Validate(
      StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1").WithConfiguration(
          {.greengrass = std::move(greengrass)}));
}

std::string Lines(const Violations& violations) {
  std::ostringstream out;
  for (const Violation& violation : violations) out << violation << '\n';
  return out.str();
}

TEST(Validate, AcceptsTheSmallestRequests) {
  EXPECT_EQ(ValidateGreengrass(ForDevice()), Violations());
  EXPECT_EQ(ValidateGreengrass(ForPlatform()), Violations());
  EXPECT_EQ(Validate(DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j")), Violations());
  EXPECT_EQ(Validate(ListModelPackagingJobsRequest().WithProjectName("p")), Violations());
}

TEST(Validate, AcceptsARequestWithEveryMember) {
  GreengrassConfiguration greengrass = ForNvidia();
  greengrass.s3_output_location.prefix = "models/v1";
  greengrass.component_version = "1.0.0";
  greengrass.component_description = "Inspects boards.";
  greengrass.tags = {{.key = "Pr\u00fcfung", .value = ""}};
  EXPECT_EQ(Validate(StartModelPackagingJobRequest()
                         .WithProjectName("boards")
                         .WithModelVersion("latest")
                         .WithConfiguration({.greengrass = greengrass})
                         .WithJobName("job-1")
                         .WithDescription("First (of two)")
                         .WithClientToken("b1946ac9-2492-4d23-8c6e-2f2f5e3a7c11")),
            Violations());
}

TEST(Validate, ReportsEveryMissingRequiredMember) {
  EXPECT_EQ(Lines(Validate(StartModelPackagingJobRequest())),
            "ProjectName: is required\n"
            "ModelVersion: is required\n"
            "Configuration.Greengrass.ComponentName: is required\n"
            "Configuration.Greengrass.S3OutputLocation.Bucket: is required\n"
            "Configuration.Greengrass: has neither a TargetDevice nor a TargetPlatform, exactly one of them "
            "is needed\n");
  EXPECT_EQ(Lines(Validate(DescribeModelPackagingJobRequest())),
            "ProjectName: is required\n"
            "JobName: is required\n");
}

TEST(Validate, ReportsAllViolationsInTheOrderOfTheMembers) {
  const StartModelPackagingJobRequest request =
      StartModelPackagingJobRequest()
          .WithProjectName("-boards")
          .WithModelVersion("0")
          .WithConfiguration(
              {.greengrass = {.component_name = "c c",
                              .s3_output_location = {.bucket = "b/", .prefix = "/"},
                              .target_device = OpenEnum<TargetDevice>("orin"),
                              .target_platform =
                                  TargetPlatform{.os = OpenEnum<TargetPlatformOs>("linux"),
                                                 .arch = {},
                                                 .accelerator = OpenEnum<TargetPlatformAccelerator>("TPU")},
                              .compiler_options = "a\n",
                              .component_version = "1",
                              .component_description = "",
                              .tags = {{.key = "ok", .value = "ok"}, {.key = "", .value = "a,b"}}}})
          .WithJobName("a_b")
          .WithDescription("!")
          .WithClientToken("\xff");
  EXPECT_EQ(
      Lines(Validate(request)),
      "ProjectName: may contain only ASCII letters, digits, - and _, and must begin with a letter or digit "
      "(given: "
      "\"-boards\")\n"
      "ModelVersion: must be a number without leading zeros, or latest (given: \"0\")\n"
      "Configuration.Greengrass.ComponentName: may contain only ASCII letters, digits and - _ . (given: \"c "
      "c\")\n"
      "Configuration.Greengrass.S3OutputLocation.Bucket: has 2 characters, at least 3 are needed (given: "
      "\"b/\")\n"
      "Configuration.Greengrass.S3OutputLocation.Bucket: may contain only ASCII letters, digits and - _ . "
      "(given: \"b/\")\n"
      "Configuration.Greengrass.S3OutputLocation.Prefix: may contain only ASCII letters, digits and / ! _ . "
      "* ' "
      "( ) -, and must not begin with / (given: \"/\")\n"
      "Configuration.Greengrass: has both a TargetDevice and a TargetPlatform, exactly one of them is "
      "allowed (given: \"orin and linux \")\n"
      "Configuration.Greengrass.TargetDevice: is unknown, allowed: jetson_xavier (given: \"orin\")\n"
      "Configuration.Greengrass.TargetPlatform.Os: is unknown, allowed: LINUX (given: \"linux\")\n"
      "Configuration.Greengrass.TargetPlatform.Arch: is required, allowed: ARM64, X86_64\n"
      "Configuration.Greengrass.TargetPlatform.Accelerator: is unknown, allowed: NVIDIA (given: \"TPU\")\n"
      "Configuration.Greengrass.CompilerOptions: has 2 characters, at least 3 are needed (given: \"a\\n\")\n"
      "Configuration.Greengrass.CompilerOptions: must not contain line breaks (given: \"a\\n\")\n"
      "Configuration.Greengrass.CompilerOptions: is not well-formed JSON, a JSON object is required (given: "
      "\"a\\n\")\n"
      "Configuration.Greengrass.ComponentVersion: must be three numbers of 1 to 6 digits, separated by dots, "
      "for example 1.0.0 (given: \"1\")\n"
      "Configuration.Greengrass.ComponentDescription: has 0 characters, at least 1 is needed\n"
      "Configuration.Greengrass.Tags[1].Key: is required\n"
      "Configuration.Greengrass.Tags[1].Value: may contain only letters, numbers and separators of any "
      "script, "
      "and _ . : / = + - @ (given: \"a,b\")\n"
      "JobName: may contain only ASCII letters, digits and - (given: \"a_b\")\n"
      "Description: may contain only ASCII letters, digits, spaces and - _ . ( ) ' : , ; ? (given: \"!\")\n"
      "ClientToken: is not well-formed UTF-8 (given: \"\\xff\")\n");
}

TEST(Validate, RejectsADeviceTogetherWithAPlatform) {
  GreengrassConfiguration greengrass = ForPlatform();
  greengrass.target_device = TargetDevice::kJetsonXavier;
  EXPECT_EQ(
      ValidateGreengrass(greengrass),
      (Violations{
          {.path = "Configuration.Greengrass",
           .given = "jetson_xavier and LINUX X86_64",
           .message = "has both a TargetDevice and a TargetPlatform, exactly one of them is allowed"}}));
}

TEST(Validate, RejectsAnEmptyTextAsAnEnumerator) {
  GreengrassConfiguration device = ForDevice();
  device.target_device = OpenEnum<TargetDevice>();
  EXPECT_EQ(Lines(ValidateGreengrass(device)),
            "Configuration.Greengrass.TargetDevice: is unknown, allowed: jetson_xavier\n");
  GreengrassConfiguration platform = ForPlatform();
  platform.target_platform->os = {};
  platform.target_platform->accelerator.emplace();
  EXPECT_EQ(Lines(ValidateGreengrass(platform)),
            "Configuration.Greengrass.TargetPlatform.Os: is required, allowed: LINUX\n"
            "Configuration.Greengrass.TargetPlatform.Accelerator: is unknown, allowed: NVIDIA\n");
}

TEST(Validate, RejectsCompilerOptionsWithoutAPlatform) {
  GreengrassConfiguration greengrass = ForDevice();
  greengrass.compiler_options = "{ }";
  EXPECT_EQ(Lines(ValidateGreengrass(greengrass)),
            "Configuration.Greengrass.CompilerOptions: requires a TargetPlatform, but there is none (given: "
            "\"{ }\")\n");
  greengrass = ForPlatform();
  greengrass.compiler_options = "{ }";
  EXPECT_EQ(ValidateGreengrass(greengrass), Violations());
}

TEST(Validate, RejectsCompilerOptionsThatAreNotAJsonObject) {
  GreengrassConfiguration greengrass = ForPlatform();
  greengrass.compiler_options = "[1]";
  EXPECT_EQ(Lines(ValidateGreengrass(greengrass)),
            "Configuration.Greengrass.CompilerOptions: is a JSON array, a JSON object is required (given: "
            "\"[1]\")\n");
  greengrass.compiler_options = "";
  EXPECT_EQ(Lines(ValidateGreengrass(greengrass)),
            "Configuration.Greengrass.CompilerOptions: has 0 characters, at least 3 are needed\n");
  greengrass.compiler_options = "{\"\xc3\": 1}";
  EXPECT_EQ(
      Lines(ValidateGreengrass(greengrass)),
      "Configuration.Greengrass.CompilerOptions: is not well-formed UTF-8 (given: \"{\"\\xc3\": 1}\")\n");
}

TEST(Validate, RequiresTheOptionsThatNvidiaNeeds) {
  GreengrassConfiguration greengrass = ForNvidia();
  EXPECT_EQ(ValidateGreengrass(greengrass), Violations());
  greengrass.compiler_options = R"({"gpu-code": "sm_75"})";
  EXPECT_EQ(Lines(ValidateGreengrass(greengrass)),
            "Configuration.Greengrass.CompilerOptions: lacks trt-ver, cuda-ver; the accelerator NVIDIA needs "
            "gpu-code, trt-ver and cuda-ver (given: \"{\"gpu-code\": \"sm_75\"}\")\n");
  greengrass.compiler_options.reset();
  EXPECT_EQ(Lines(ValidateGreengrass(greengrass)),
            "Configuration.Greengrass.CompilerOptions: is required, the accelerator NVIDIA needs gpu-code, "
            "trt-ver and cuda-ver\n");
}

TEST(Validate, CountsTags) {
  GreengrassConfiguration greengrass = ForDevice();
  EXPECT_EQ(ValidateGreengrass(greengrass), Violations());
  greengrass.tags.assign(200, {.key = "k", .value = "v"});
  EXPECT_EQ(ValidateGreengrass(greengrass), Violations());
  greengrass.tags.assign(201, {.key = "k", .value = "v"});
  greengrass.tags.back().key = "";
  EXPECT_EQ(ValidateGreengrass(greengrass),
            (Violations{
                {.path = "Configuration.Greengrass.Tags",
                 .given = "201 tags",
                 .message = "has 201 tags, at most 200 are allowed"},
                {.path = "Configuration.Greengrass.Tags[200].Key", .given = "", .message = "is required"}}));
}

TEST(Validate, QuotesTheGivenValueEscapedAndTruncated) {
  const Violations violations = Validate(DescribeModelPackagingJobRequest()
                                             .WithProjectName("a\nb\x1b[2J\u202e")
                                             .WithJobName(std::string(1'000'000, '_')));
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].given, "a\\nb\\x1b[2J\\u{202e}");
  EXPECT_EQ(violations[1].given, std::string(61, '_') + "...");
  EXPECT_EQ(violations[1].message, "has 1000000 characters, at most 64 are allowed");
  EXPECT_EQ(violations[2].given, violations[1].given);
}

TEST(Violation, ComparesByEveryMember) {
  const Violation violation{.path = "p", .given = "g", .message = "m"};
  EXPECT_EQ(violation, Violation(violation));
  EXPECT_NE(violation, (Violation{.path = "x", .given = "g", .message = "m"}));
  EXPECT_NE(violation, (Violation{.path = "p", .given = "x", .message = "m"}));
  EXPECT_NE(violation, (Violation{.path = "p", .given = "g", .message = "x"}));
}

TEST(Violation, OmitsAValueThatWasNotGiven) {
  EXPECT_EQ(Lines({{.path = "A.B", .given = "x", .message = "is wrong"}}), "A.B: is wrong (given: \"x\")\n");
  EXPECT_EQ(Lines({{.path = "A.B", .given = "", .message = "is required"}}), "A.B: is required\n");
}

}  // namespace
}  // namespace lookoutvision
