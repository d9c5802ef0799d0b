// Tests of serializing requests.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/validation.h>

#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

StartModelPackagingJobRequest SmallestStart() {
  return StartModelPackagingJobRequest()
      .WithProjectName("circuit-boards")
      .WithModelVersion("1")
      .WithConfiguration({.greengrass = {.component_name = "com.example.Inspector",
                                         .s3_output_location = {.bucket = "my-bucket"}}});
}

std::string ErrorOf(const StartModelPackagingJobRequest& request) {
  const auto serialized = Serialize(request);
  if (serialized) return "";
  EXPECT_EQ(serialized.error().kind, ErrorKind::kInvalidRequest);
  return serialized.error().message;
}

StartModelPackagingJobRequest WithGreengrass(GreengrassConfiguration greengrass) {
  return SmallestStart().WithConfiguration({.greengrass = std::move(greengrass)});
}

TEST(SerializeStart, WritesOnlySetMembers) {
  const auto request = Serialize(SmallestStart());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->operation, "StartModelPackagingJob");
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->path, "/2020-11-20/projects/circuit-boards/modelpackagingjobs");
  EXPECT_EQ(request->query, "");
  EXPECT_EQ(request->content_type, "application/json");
  EXPECT_EQ(request->token_header, "X-Amzn-Client-Token");
  EXPECT_EQ(request->token, "");
  EXPECT_EQ(request->body,
            R"({"ModelVersion":"1","Configuration":{"Greengrass":{"S3OutputLocation":{"Bucket":"my-bucket"},)"
            R"("ComponentName":"com.example.Inspector"}}})");
}

TEST(SerializeStart, WritesEveryMember) {
  const auto request = Serialize(
      SmallestStart()
          .WithJobName("job-1")
          .WithDescription("all of it")
          .WithClientToken("token-1")
          .WithConfiguration(
              {.greengrass = {
                   .component_name = "c",
                   .s3_output_location = {.bucket = "b", .prefix = "p/q"},
                   .target_device = TargetDevice::kJetsonXavier,
                   .target_platform = TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                     .arch = TargetPlatformArch::kX86_64,
                                                     .accelerator = TargetPlatformAccelerator::kNvidia},
                   .compiler_options = R"({"gpu-code": "sm_75"})",
                   .component_version = "1.2.3",
                   .component_description = "d",
                   .tags = {{.key = "l\xC3\xAFne", .value = ""}, {.key = "k", .value = "v"}}}}));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->token, "token-1");
  EXPECT_EQ(
      request->body,
      R"({"ModelVersion":"1","JobName":"job-1","Configuration":{"Greengrass":{"CompilerOptions":)"
      R"("{\"gpu-code\": \"sm_75\"}","TargetDevice":"jetson_xavier","TargetPlatform":{"Os":"LINUX","Arch":"X86_64",)"
      R"("Accelerator":"NVIDIA"},"S3OutputLocation":{"Bucket":"b","Prefix":"p/q"},"ComponentName":"c",)"
      R"("ComponentVersion":"1.2.3","ComponentDescription":"d","Tags":[{"Key":"l)"
      "\xC3\xAF"
      R"(ne","Value":""},{"Key":"k","Value":"v"}]}},"Description":"all of it"})");
}

TEST(SerializeStart, KeepsTheClientTokenOutOfTheBody) {
  const auto request = Serialize(SmallestStart().WithClientToken("token-1"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->body.find("token-1"), std::string::npos);
}

TEST(SerializeStart, WritesUnknownEnumerators) {
  GreengrassConfiguration greengrass = SmallestStart().configuration().greengrass;
  greengrass.target_device = OpenEnum<TargetDevice>("jetson_orin");
  const auto request = Serialize(WithGreengrass(greengrass));
  ASSERT_TRUE(request);
  EXPECT_NE(request->body.find(R"("TargetDevice":"jetson_orin")"), std::string::npos);
}

TEST(SerializeStart, OmitsTagsIfThereAreNone) {
  EXPECT_EQ(Serialize(SmallestStart())->body.find("Tags"), std::string::npos);
}

TEST(SerializeStart, EncodesThePathLabel) {
  const auto request = Serialize(SmallestStart().WithProjectName("a b/c?d#e%\xC3\xA4~"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->path, "/2020-11-20/projects/a%20b%2Fc%3Fd%23e%25%C3%A4~/modelpackagingjobs");
}

// The members in a text of violations or errors, in order.
std::vector<std::string> MembersIn(const std::string& text, const std::vector<std::string>& members) {
  std::map<std::size_t, std::string> found;
  for (const std::string& member : members) {
    const std::size_t pos = text.find(' ' + member + ' ');
    if (pos != text.npos) found[pos] = member;
  }
  std::vector<std::string> order;
  for (const auto& [pos, member] : found) order.push_back(member);
  return order;
}

TEST(SerializeStart, ReportsErrorsInTheOrderOfValidate) {
  const std::string bad = "\xff";
  const auto request =
      StartModelPackagingJobRequest()
          .WithProjectName(bad)
          .WithModelVersion(bad)
          .WithConfiguration(
              {.greengrass = {.component_name = bad,
                              .s3_output_location = {.bucket = bad, .prefix = bad},
                              .target_platform =
                                  TargetPlatform{.os = OpenEnum<TargetPlatformOs>(bad),
                                                 .arch = OpenEnum<TargetPlatformArch>(""),
                                                 .accelerator = OpenEnum<TargetPlatformAccelerator>(bad)},
                              .compiler_options = bad,
                              .component_version = bad,
                              .component_description = bad,
                              .tags = {{.key = bad, .value = bad}}}})
          .WithJobName(bad)
          .WithDescription(bad)
          .WithClientToken(bad);
  std::vector<std::string> violated;
  for (const Violation& violation : Validate(request)) {
    if (violated.empty() || violated.back() != violation.path) violated.push_back(violation.path);
  }
  EXPECT_EQ(violated.size(), 16U);
  EXPECT_EQ(MembersIn(ErrorOf(request), violated), violated);
}

TEST(SerializeStart, ReportsEveryMissingMemberAtOnce) {
  EXPECT_EQ(ErrorOf(StartModelPackagingJobRequest()),
            "StartModelPackagingJob: ProjectName is required; ModelVersion is required; "
            "Configuration.Greengrass.ComponentName is required; "
            "Configuration.Greengrass.S3OutputLocation.Bucket is required");
  GreengrassConfiguration greengrass = SmallestStart().configuration().greengrass;
  greengrass.target_device.emplace();
  greengrass.target_platform = TargetPlatform{};
  greengrass.target_platform->accelerator.emplace();
  greengrass.tags = {{.key = "", .value = "v"}};
  EXPECT_EQ(ErrorOf(WithGreengrass(greengrass)),
            "StartModelPackagingJob: Configuration.Greengrass.TargetDevice is empty: leave it unset; "
            "Configuration.Greengrass.TargetPlatform.Os is required; "
            "Configuration.Greengrass.TargetPlatform.Arch is required; "
            "Configuration.Greengrass.TargetPlatform.Accelerator is empty: leave it unset; "
            "Configuration.Greengrass.Tags[0].Key is required");
  EXPECT_EQ(ErrorOf(SmallestStart().WithClientToken("")),
            "StartModelPackagingJob: ClientToken is empty: leave it unset");
}

TEST(SerializeStart, RejectsLabelsThatWouldChangeThePath) {
  for (const char* label : {".", ".."}) {
    EXPECT_NE(ErrorOf(SmallestStart().WithProjectName(label)).find("ProjectName must not be"),
              std::string::npos);
  }
  EXPECT_EQ(ErrorOf(SmallestStart().WithProjectName("...")), "");
}

TEST(SerializeStart, RejectsControlCharactersInHeadersAndPaths) {
  for (const std::string& bad :
       {std::string("a\r\nHost: evil"), std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f")}) {
    EXPECT_NE(ErrorOf(SmallestStart().WithClientToken(bad)), "");
    EXPECT_NE(ErrorOf(SmallestStart().WithProjectName(bad)), "");
    // Control characters are valid in JSON.
    EXPECT_EQ(ErrorOf(SmallestStart().WithDescription(bad)), "");
  }
}

TEST(SerializeStart, RejectsTextThatIsNotUtf8) {
  const std::string bad = "\xC3(";
  EXPECT_EQ(ErrorOf(SmallestStart().WithProjectName(bad)),
            "StartModelPackagingJob: ProjectName is not well-formed UTF-8");
  EXPECT_EQ(ErrorOf(SmallestStart().WithClientToken(bad)),
            "StartModelPackagingJob: ClientToken is not well-formed UTF-8");
  EXPECT_EQ(ErrorOf(SmallestStart().WithDescription(bad)),
            "StartModelPackagingJob: Description is not well-formed UTF-8");
  GreengrassConfiguration greengrass = SmallestStart().configuration().greengrass;
  greengrass.tags = {{.key = bad, .value = bad}};
  greengrass.compiler_options = bad;
  EXPECT_EQ(ErrorOf(WithGreengrass(greengrass)),
            "StartModelPackagingJob: Configuration.Greengrass.CompilerOptions is not well-formed UTF-8; "
            "Configuration.Greengrass.Tags[0].Key is not well-formed UTF-8; "
            "Configuration.Greengrass.Tags[0].Value is not well-formed UTF-8");
}

TEST(SerializeDescribe, PutsBothNamesIntoThePath) {
  const auto request =
      Serialize(DescribeModelPackagingJobRequest().WithProjectName("p q").WithJobName("j/1"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->operation, "DescribeModelPackagingJob");
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->path, "/2020-11-20/projects/p%20q/modelpackagingjobs/j%2F1");
  EXPECT_EQ(request->content_type, "");
  EXPECT_EQ(request->body, "");
  EXPECT_EQ(request->token_header, "");
}

TEST(SerializeDescribe, RejectsEmptyAndDotLabels) {
  const auto rejected = Serialize(DescribeModelPackagingJobRequest().WithJobName(".."));
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().message,
            "DescribeModelPackagingJob: ProjectName is required; JobName must not be \".\" or \"..\": it "
            "would change "
            "the path of the request");
}

TEST(SerializeList, PutsTokenAndSizeIntoTheQuery) {
  const auto request = Serialize(
      ListModelPackagingJobsRequest().WithProjectName("p q").WithNextToken("a/+b=&c").WithMaxResults(7));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->operation, "ListModelPackagingJobs");
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->path, "/2020-11-20/projects/p%20q/modelpackagingjobs");
  EXPECT_EQ(request->query, "nextToken=a%2F%2Bb%3D%26c&maxResults=7");
  EXPECT_EQ(request->body, "");
  EXPECT_EQ(request->token_header, "");
}

TEST(SerializeList, EncodesATokenThatWouldBreakTheRequest) {
  const auto request =
      Serialize(ListModelPackagingJobsRequest().WithProjectName("p").WithNextToken("a\r\nX-Evil: 1#"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->query, "nextToken=a%0D%0AX-Evil%3A%201%23");
}

TEST(SerializeList, OmitsAbsentMembers) {
  const auto base = ListModelPackagingJobsRequest().WithProjectName("p");
  EXPECT_EQ(Serialize(base)->query, "");
  EXPECT_EQ(Serialize(ListModelPackagingJobsRequest(base).WithMaxResults(100))->query, "maxResults=100");
  EXPECT_EQ(Serialize(ListModelPackagingJobsRequest(base).WithNextToken("t"))->query, "nextToken=t");
}

TEST(SerializeList, RejectsInvalidMembers) {
  const auto rejected = Serialize(ListModelPackagingJobsRequest().WithNextToken("\xff"));
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().kind, ErrorKind::kInvalidRequest);
  EXPECT_EQ(rejected.error().message,
            "ListModelPackagingJobs: ProjectName is required; NextToken is not well-formed UTF-8");
}

}  // namespace
}  // namespace lookoutvision::internal
