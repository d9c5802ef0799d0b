// Tests of parsing results.
#include <string>

#include <gtest/gtest.h>

#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

HttpResponse Ok(std::string body) {
  HttpResponse response{.status = 200, .body = std::move(body)};
  response.headers.Add("x-amzn-RequestId", "r-1");
  return response;
}

ModelPackagingDescription Described(const std::string& members) {
  const auto result =
      ParseDescribeModelPackagingJob(Ok(R"({"ModelPackagingDescription":{)" + members + "}}"));
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result ? result->model_packaging_description : ModelPackagingDescription{};
}

Error ErrorOf(const std::string& body) {
  const auto result = ParseDescribeModelPackagingJob(Ok(body));
  EXPECT_FALSE(result) << body;
  return result ? Error{} : result.error();
}

TEST(ParseStart, ParsesTheJobNameAndTheRequestId) {
  const auto result = ParseStartModelPackagingJob(Ok(R"({"JobName":"job-1","Future":[1,{"x":null}]})"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->job_name, "job-1");
  EXPECT_EQ(result->request_id, "r-1");
}

TEST(ParseStart, RejectsAResponseWithoutAJobName) {
  for (const char* body : {"", "{}", R"({"JobName":null})", R"({"JobName":""})", R"({"JobName":7})", "[]",
                           "\"job\"", "null", "<html>", R"({"JobName":"j")"}) {
    const auto result = ParseStartModelPackagingJob(Ok(body));
    ASSERT_FALSE(result) << body;
    EXPECT_EQ(result.error().kind, ErrorKind::kUnreadableResponse) << body;
    EXPECT_EQ(result.error().http_status, 200);
    EXPECT_EQ(result.error().request_id, "r-1");
  }
}

TEST(ParseDescribe, ParsesEveryMember) {
  const auto result = ParseDescribeModelPackagingJob(Ok(R"({"ModelPackagingDescription": {
      "JobName": "j", "ProjectName": "p", "ModelVersion": "3", "ModelPackagingJobDescription": "d",
      "ModelPackagingMethod": "GreengrassV2", "Status": "SUCCEEDED", "StatusMessage": "done",
      "CreationTimestamp": 1700000000.25, "LastUpdatedTimestamp": 1700000060,
      "ModelPackagingConfiguration": {"Greengrass": {
        "ComponentName": "c", "ComponentVersion": "1.0.0", "ComponentDescription": "cd", "CompilerOptions": "{}",
        "TargetDevice": "jetson_xavier", "S3OutputLocation": {"Bucket": "b", "Prefix": "x"},
        "TargetPlatform": {"Os": "LINUX", "Arch": "ARM64", "Accelerator": "NVIDIA"},
        "Tags": [{"Key": "k", "Value": "v"}]}},
      "ModelPackagingOutputDetails": {"Greengrass": {
        "ComponentVersionArn": "arn", "ComponentName": "c", "ComponentVersion": "1.0.0"}}}})"));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->request_id, "r-1");
  const system_clock::time_point epoch;
  const ModelPackagingDescription expected{
      .job_name = "j",
      .project_name = "p",
      .model_version = "3",
      .model_packaging_configuration =
          ModelPackagingConfiguration{
              .greengrass = {.component_name = "c",
                             .s3_output_location = {.bucket = "b", .prefix = "x"},
                             .target_device = TargetDevice::kJetsonXavier,
                             .target_platform =
                                 TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                .arch = TargetPlatformArch::kArm64,
                                                .accelerator = TargetPlatformAccelerator::kNvidia},
                             .compiler_options = "{}",
                             .component_version = "1.0.0",
                             .component_description = "cd",
                             .tags = {{.key = "k", .value = "v"}}}},
      .model_packaging_job_description = "d",
      .model_packaging_method = "GreengrassV2",
      .model_packaging_output_details =
          ModelPackagingOutputDetails{.greengrass = GreengrassOutputDetails{.component_version_arn = "arn",
                                                                            .component_name = "c",
                                                                            .component_version = "1.0.0"}},
      .status = ModelPackagingJobStatus::kSucceeded,
      .status_message = "done",
      .creation_timestamp = epoch + microseconds{1'700'000'000'250'000},
      .last_updated_timestamp = epoch + seconds{1'700'000'060}};
  EXPECT_EQ(result->model_packaging_description, expected);
}

TEST(ParseDescribe, AcceptsMissingNullAndUnknownMembers) {
  EXPECT_EQ(Described(""), ModelPackagingDescription{});
  EXPECT_EQ(
      Described(R"("JobName":null,"Status":null,"ModelPackagingConfiguration":null,"CreationTimestamp":null,)"
                R"("Tomorrow":{"deep":[[]]})"),
      ModelPackagingDescription{});
  for (const char* body : {"", "{}", R"({"ModelPackagingDescription":null})"}) {
    const auto result = ParseDescribeModelPackagingJob(Ok(body));
    ASSERT_TRUE(result) << body;
    EXPECT_EQ(result->model_packaging_description, ModelPackagingDescription{});
  }
  EXPECT_TRUE(Described(R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":[null]}})")
                  .model_packaging_configuration->greengrass.tags.empty());
}

TEST(ParseDescribe, KeepsTheTextOfAnUnknownEnumerator) {
  const auto description = Described(R"("Status":"PAUSED")");
  EXPECT_EQ(description.status, ModelPackagingJobStatus::kUnknown);
  EXPECT_EQ(ToString(*description.status), "PAUSED");
}

TEST(ParseDescribe, UsesTheLastOfDuplicateKeys) {
  EXPECT_EQ(Described(R"("JobName":"first","JobName":"second")").job_name, "second");
}

TEST(ParseDescribe, ParsesEveryFormOfTimestamps) {
  const auto created = [](const std::string& number) {
    return Described(R"("CreationTimestamp":)" + number).creation_timestamp;
  };
  const system_clock::time_point epoch;
  EXPECT_EQ(created("0"), epoch);
  EXPECT_EQ(created("-1.5"), epoch - microseconds{1'500'000});
  EXPECT_EQ(created("1.7e9"), epoch + seconds{1'700'000'000});
  EXPECT_EQ(created("1700000000.123456"), epoch + microseconds{1'700'000'000'123'456});
  EXPECT_EQ(created("1700000000.1234567"), epoch + microseconds{1'700'000'000'123'457});
}

TEST(ParseDescribe, ReportsAMemberOfTheWrongType) {
  const auto message = [](const std::string& members) {
    return ErrorOf(R"({"ModelPackagingDescription":{)" + members + "}}").message;
  };
  const std::string start = "in the body of the response, ModelPackagingDescription";
  const std::string time = "a number of seconds between the years 1677 and 2262";
  EXPECT_EQ(message(R"("JobName":7)"), start + ".JobName is not a string");
  EXPECT_EQ(message(R"("Status":["RUNNING"])"), start + ".Status is not a string");
  EXPECT_EQ(message(R"("CreationTimestamp":"2020")"), start + ".CreationTimestamp is not " + time);
  EXPECT_EQ(message(R"("CreationTimestamp":1e300)"), start + ".CreationTimestamp is not " + time);
  EXPECT_EQ(message(R"("CreationTimestamp":-1e11)"), start + ".CreationTimestamp is not " + time);
  EXPECT_EQ(message(R"("ModelPackagingConfiguration":[])"),
            start + ".ModelPackagingConfiguration is not an object");
  EXPECT_EQ(message(R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":{}}})"),
            start + ".ModelPackagingConfiguration.Greengrass.Tags is not an array");
  EXPECT_EQ(message(R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":[{"Key":"k"},7]}})"),
            start + ".ModelPackagingConfiguration.Greengrass.Tags[1] is not an object");
  EXPECT_EQ(message(R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":[{"Key":false}]}})"),
            start + ".ModelPackagingConfiguration.Greengrass.Tags[0].Key is not a string");
  EXPECT_EQ(ErrorOf(R"({"ModelPackagingDescription":[]})").message, start + " is not an object");
}

TEST(ParseDescribe, QuotesATruncatedPrintableBodyThatIsNotJson) {
  const Error error = ErrorOf("<html>\x1b[2J" + std::string(5000, 'x'));
  EXPECT_EQ(error.kind, ErrorKind::kUnreadableResponse);
  EXPECT_NE(error.message.find("<html>\\x1b[2J"), std::string::npos);
  EXPECT_LT(error.message.size(), 400U);
}

TEST(ParseList, ParsesEveryMember) {
  const auto result = ParseListModelPackagingJobs(Ok(R"({"ModelPackagingJobs": [{
      "JobName": "j", "ProjectName": "p", "ModelVersion": "3", "ModelPackagingJobDescription": "d",
      "ModelPackagingMethod": "GreengrassV2", "Status": "FAILED", "StatusMessage": "no bucket",
      "CreationTimestamp": 1700000000.25, "LastUpdatedTimestamp": 1700000060, "Future": 1}, {}],
      "NextToken": "t"})"));
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(
      *result,
      (ListModelPackagingJobsResult{
          .model_packaging_jobs = {{.job_name = "j",
                                    .project_name = "p",
                                    .model_version = "3",
                                    .model_packaging_job_description = "d",
                                    .model_packaging_method = "GreengrassV2",
                                    .status = ModelPackagingJobStatus::kFailed,
                                    .status_message = "no bucket",
                                    .creation_timestamp =
                                        system_clock::time_point(seconds{1700000000} + microseconds{250000}),
                                    .last_updated_timestamp = system_clock::time_point(seconds{1700000060})},
                                   {}},
          .next_token = "t",
          .request_id = "r-1"}));
}

TEST(ParseList, AcceptsMissingAndNullMembers) {
  for (const char* body :
       {"", "{}", R"({"ModelPackagingJobs":null,"NextToken":null})", R"({"ModelPackagingJobs":[null]})"}) {
    const auto result = ParseListModelPackagingJobs(Ok(body));
    ASSERT_TRUE(result) << body;
    EXPECT_EQ(*result, (ListModelPackagingJobsResult{.model_packaging_jobs = {}, .request_id = "r-1"}))
        << body;
  }
}

std::string PageOf(int jobs) {
  std::string body = R"({"ModelPackagingJobs":[{})";
  for (int i = 1; i < jobs; ++i) body += ",{}";
  return body + "]}";
}

TEST(ParseList, RejectsAPageOfMoreJobsThanTheMaximum) {
  const auto full = ParseListModelPackagingJobs(Ok(PageOf(100)));
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->model_packaging_jobs.size(), 100U);
  const auto result = ParseListModelPackagingJobs(Ok(PageOf(101)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(result.error().message,
            "in the body of the response, ModelPackagingJobs is not an array of at most 100 elements");
}

TEST(ParseList, RejectsMoreValuesThanAnyPageContains) {
  const auto result = ParseListModelPackagingJobs(Ok(PageOf(350'000)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(result.error().message.find("the body of the response contains more than 10000 values: \""), 0U)
      << result.error().message;
}

TEST(ParseList, ReportsAMemberOfTheWrongType) {
  const auto result = ParseListModelPackagingJobs(Ok(R"({"ModelPackagingJobs":[{},{"Status":7}]})"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(result.error().message,
            "in the body of the response, ModelPackagingJobs[1].Status is not a string");
  EXPECT_EQ(result.error().request_id, "r-1");
}

}  // namespace
}  // namespace lookoutvision::internal
