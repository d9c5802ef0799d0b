// Tests of FromJson.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/json.h>

namespace lookoutvision {
namespace {

template <typename T>
std::string ErrorIn(std::string_view json) {
  const Outcome<T> outcome = FromJson<T>(json);
  EXPECT_FALSE(outcome) << json;
  if (outcome) return "";
  EXPECT_EQ(outcome.error(), (Error{.kind = ErrorKind::kInvalidRequest, .message = outcome.error().message}));
  return outcome.error().message;
}

std::string ErrorInStart(std::string_view json) {
  return ErrorIn<StartModelPackagingJobRequest>(json);
}

// A request with these members of `Configuration.Greengrass`.
std::string Greengrass(const std::string& members) {
  return R"({"Configuration":{"Greengrass":{)" + members + "}}}";
}

TEST(FromJson, ReadsEveryMember) {
  const auto start =
      StartModelPackagingJobRequest()
          .WithJobName("")
          .WithDescription("")
          .WithClientToken("")
          .WithConfiguration(
              {.greengrass = {
                   .component_name = "",
                   .s3_output_location = {.bucket = "", .prefix = ""},
                   .target_device = TargetDevice::kJetsonXavier,
                   .target_platform = TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                     .arch = TargetPlatformArch::kArm64,
                                                     .accelerator = TargetPlatformAccelerator::kNvidia},
                   .compiler_options = "",
                   .component_version = "",
                   .component_description = "",
                   .tags = {Tag{}}}});
  EXPECT_EQ(FromJson<StartModelPackagingJobRequest>(ToJson(start)), start);
  const auto describe = DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j");
  EXPECT_EQ(FromJson<DescribeModelPackagingJobRequest>(ToJson(describe)), describe);
  const auto list = ListModelPackagingJobsRequest().WithProjectName("p").WithNextToken("").WithMaxResults(0);
  EXPECT_EQ(FromJson<ListModelPackagingJobsRequest>(ToJson(list)), list);
  EXPECT_EQ(FromJson<ModelPackagingConfiguration>(ToJson(start.configuration())), start.configuration());
}

TEST(FromJson, LeavesMissingAndNullMembersUnset) {
  for (const char* json : {"{}", R"({"ProjectName":null,"JobName":null,"Configuration":null})"}) {
    EXPECT_EQ(FromJson<StartModelPackagingJobRequest>(json), StartModelPackagingJobRequest()) << json;
  }
  EXPECT_EQ(FromJson<StartModelPackagingJobRequest>(Greengrass(R"("Tags":[],"TargetPlatform":null)")),
            StartModelPackagingJobRequest());
  EXPECT_EQ(FromJson<DescribeModelPackagingJobRequest>("{}"), DescribeModelPackagingJobRequest());
  EXPECT_EQ(FromJson<ListModelPackagingJobsRequest>(R"({"MaxResults":null})"),
            ListModelPackagingJobsRequest());
  EXPECT_EQ(FromJson<StartModelPackagingJobResult>("{}"), StartModelPackagingJobResult());
  EXPECT_EQ(FromJson<DescribeModelPackagingJobResult>("{}"), DescribeModelPackagingJobResult());
  EXPECT_EQ(FromJson<ListModelPackagingJobsResult>("{}"), ListModelPackagingJobsResult());
  EXPECT_EQ(FromJson<ModelPackagingConfiguration>("{}"), ModelPackagingConfiguration());
}

TEST(FromJson, UsesTheLastOfSeveralMembersOfOneName) {
  EXPECT_EQ(FromJson<DescribeModelPackagingJobRequest>(R"({"JobName":"a","JobName":"b"})"),
            DescribeModelPackagingJobRequest().WithJobName("b"));
}

TEST(FromJson, DoesNotCheckConstraints) {
  EXPECT_EQ(FromJson<ListModelPackagingJobsRequest>(R"({"ProjectName":"?","MaxResults":-1})"),
            ListModelPackagingJobsRequest().WithProjectName("?").WithMaxResults(-1));
}

TEST(FromJson, NamesThePathAndTheTypesOfAnError) {
  const std::pair<std::string, std::string> cases[] = {
      {Greengrass(R"("Tags":[{"Key":7}])"),
       "Configuration.Greengrass.Tags[0].Key: expected a string, got a number"},
      {Greengrass(R"("Tags":[{"Key":"a"},"b"])"),
       "Configuration.Greengrass.Tags[1]: expected an object, got a string"},
      {Greengrass(R"("Tags":[null])"), "Configuration.Greengrass.Tags[0]: expected an object, got null"},
      {Greengrass(R"("Tags":{})"), "Configuration.Greengrass.Tags: expected an array, got an object"},
      {Greengrass(R"("TargetPlatform":{"Os":true})"),
       "Configuration.Greengrass.TargetPlatform.Os: expected a string, got a boolean"},
      {R"({"ModelVersion":1})", "ModelVersion: expected a string, got a number"},
      {R"({"Configuration":[]})", "Configuration: expected an object, got an array"},
      {"[]", "expected an object, got an array"},
      {"null", "expected an object, got null"}};
  for (const auto& [json, message] : cases) EXPECT_EQ(ErrorInStart(json), message);
  EXPECT_EQ(ErrorIn<DescribeModelPackagingJobRequest>(R"({"JobName":{}})"),
            "JobName: expected a string, got an object");
  const std::string expected = "MaxResults: expected an integer from -2147483648 to 2147483647, got a ";
  EXPECT_EQ(ErrorIn<ListModelPackagingJobsRequest>(R"({"MaxResults":"7"})"), expected + "string");
  EXPECT_EQ(ErrorIn<ListModelPackagingJobsRequest>(R"({"MaxResults":7.5})"), expected + "number");
  EXPECT_EQ(ErrorIn<ListModelPackagingJobsRequest>(R"({"MaxResults":2147483648})"), expected + "number");
  EXPECT_EQ(ErrorIn<ModelPackagingConfiguration>(R"({"Greengrass":1})"),
            "Greengrass: expected an object, got a number");
  EXPECT_EQ(ErrorIn<DescribeModelPackagingJobResult>(R"({"ModelPackagingDescription":{"Status":1}})"),
            "ModelPackagingDescription.Status: expected a string, got a number");
  EXPECT_EQ(
      ErrorIn<ListModelPackagingJobsResult>(R"({"ModelPackagingJobs":[{"CreationTimestamp":"1"}]})"),
      "ModelPackagingJobs[0].CreationTimestamp: expected a number of seconds between the years 1677 and "
      "2262, got a string");
  EXPECT_EQ(ErrorIn<StartModelPackagingJobResult>(R"({"JobName":[]})"),
            "JobName: expected a string, got an array");
}

TEST(FromJson, RejectsUnknownMembersOfRequests) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"Region":null})", "Region: unknown member"},
      {Greengrass(R"("Tags":[{"Key":"a","Value":"b"},{"key":"c"}])"),
       "Configuration.Greengrass.Tags[1].key: unknown member"},
      {Greengrass(R"("S3OutputLocation":{"Bucket":"b","Folder":[1]})"),
       "Configuration.Greengrass.S3OutputLocation.Folder: unknown member"}};
  for (const auto& [json, message] : cases) EXPECT_EQ(ErrorInStart(json), message);
  EXPECT_EQ(ErrorIn<DescribeModelPackagingJobRequest>(R"({"MaxResults":1})"), "MaxResults: unknown member");
  EXPECT_EQ(ErrorIn<ListModelPackagingJobsRequest>(R"({"maxResults":1})"), "maxResults: unknown member");
  EXPECT_EQ(ErrorIn<ModelPackagingConfiguration>(R"({"Greengras":{}})"), "Greengras: unknown member");
}

TEST(FromJson, MakesTheNameOfAnUnknownMemberPrintable) {
  EXPECT_EQ(ErrorInStart(R"({"a\nb":1})"), "a\\nb: unknown member");
  EXPECT_EQ(ErrorInStart(R"({"":1})"), ": unknown member");
  EXPECT_LT(ErrorInStart("{\"" + std::string(1'000'000, 'x') + "\":1}").size(), 100U);
}

TEST(FromJson, IgnoresAllButTheLastOfSeveralObjectsWithTheSameName) {
  const auto start = FromJson<StartModelPackagingJobRequest>(
      R"({"Configuration":{"Greengrass":{"ComponentName":"a"},"Unknown":1},)"
      R"("Configuration":{"Greengrass":{"ComponentName":"b"}}})");
  ASSERT_TRUE(start) << start.error();
  EXPECT_EQ(start->configuration().greengrass.component_name, "b");
}

TEST(FromJson, IgnoresUnknownMembersOfResults) {
  EXPECT_EQ(FromJson<StartModelPackagingJobResult>(R"({"JobName":"j","More":[1]})"),
            StartModelPackagingJobResult{.job_name = "j"});
  EXPECT_TRUE(FromJson<DescribeModelPackagingJobResult>(R"({"ModelPackagingDescription":{"More":1}})"));
  EXPECT_TRUE(FromJson<ListModelPackagingJobsResult>(R"({"ModelPackagingJobs":[{"More":1}],"More":1})"));
}

TEST(FromJson, NamesThePositionOfMalformedJson) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"JobName": "a",})", "the text is not well-formed JSON (line 1, column 17)"},
      {"{\n  \"JobName\": \"a\"\n  \"ProjectName\": \"b\"\n}",
       "the text is not well-formed JSON (line 3, column 15)"},
      {"{\n  \"JobName\": \"a\"\n", "the text is not well-formed JSON (line 3, column 1)"},
      {R"({"JobName": 1e999})",
       "the text contains a number that is out of range for a double (line 1, column 17)"},
      {"", "the text is empty"},
      {"\xEF\xBB\xBF{}", "the text begins with a byte order mark"}};
  for (const auto& [json, message] : cases) EXPECT_EQ(ErrorInStart(json), message);
}

TEST(FromJson, ReadsATextOfAnySize) {
  StartModelPackagingJobRequest request;
  request.WithConfiguration(
      {.greengrass = {.component_name = "c", .s3_output_location = {}, .tags = std::vector<Tag>(20'000)}});
  EXPECT_EQ(FromJson<StartModelPackagingJobRequest>(ToJson(request)), request);
}

}  // namespace
}  // namespace lookoutvision
