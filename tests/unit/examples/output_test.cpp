// Tests of the output: results, attempts and times as text and JSON.
#include "package_model/output.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// 2026-08-01T10:00:00Z
constexpr std::chrono::system_clock::time_point kTime{1785578400s};

lfv::DescribeModelPackagingJobRequest JobOf(const std::string& name) {
  return lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(name);
}

lfv::ModelPackagingDescription FullDescription() {
  return {.job_name = "job-1",
          .project_name = "boards",
          .model_version = "1",
          .model_packaging_configuration =
              {{.greengrass = {.component_name = "com.example.Inspector",
                               .s3_output_location = {.bucket = "b", .prefix = "p"},
                               .target_device = lfv::TargetDevice::kJetsonXavier,
                               .target_platform = {{.os = lfv::TargetPlatformOs::kLinux,
                                                    .arch = lfv::TargetPlatformArch::kArm64,
                                                    .accelerator = lfv::TargetPlatformAccelerator::kNvidia}},
                               .compiler_options = "{}",
                               .component_version = "1.0.0",
                               .component_description = "inspects",
                               .tags = {{.key = "line", .value = "7"}}}}},
          .model_packaging_job_description = "first try",
          .model_packaging_method = "AWS Greengrass",
          .model_packaging_output_details = {{.greengrass = {{.component_version_arn = "arn:aws:greengrass:1",
                                                              .component_name = "com.example.Inspector",
                                                              .component_version = "1.0.0"}}}},
          .status = lfv::ModelPackagingJobStatus::kSucceeded,
          .status_message = "all well",
          .creation_timestamp = kTime,
          .last_updated_timestamp = kTime + 250ms};
}

TEST(StartText, NamesTheJobAndTheCommandThatWaitsForIt) {
  EXPECT_EQ(ToText({.job_name = "job-1", .client_token = "token-1"}, JobOf("job-1"), OutputFormat::kText),
            "Started packaging job job-1.\n"
            "Client token: token-1\n"
            "To follow it: package_model wait --project-name boards --job-name job-1\n");
}

TEST(StartText, HasNoCommandIfTheJobsNameIsUnsafe) {
  const lfv::StartModelPackagingJobResult started{.job_name = "j; reboot\n", .client_token = "token-1"};
  EXPECT_EQ(ToText(started, JobOf("j; reboot\n"), OutputFormat::kText),
            "Started packaging job \"j; reboot\\n\".\nClient token: token-1\n");
}

TEST(StartText, HasTheServicesMembersInJson) {
  EXPECT_EQ(ToText({.job_name = "job-1", .client_token = "token-1"}, JobOf("job-1"), OutputFormat::kJson),
            "{\n    \"JobName\": \"job-1\",\n    \"ClientToken\": \"token-1\"\n}\n");
}

TEST(DescriptionText, EndsWithTheComponent) {
  EXPECT_EQ(ToText(FullDescription(), OutputFormat::kText),
            "job         job-1\n"
            "project     boards\n"
            "model       1\n"
            "description first try\n"
            "method      AWS Greengrass\n"
            "status      SUCCEEDED\n"
            "message     all well\n"
            "created     2026-08-01T10:00:00+00:00\n"
            "updated     2026-08-01T10:00:00.250000+00:00\n"
            "arn         arn:aws:greengrass:1\n"
            "component   com.example.Inspector\n"
            "version     1.0.0\n");
}

TEST(DescriptionText, OmitsMembersThatTheServiceOmits) {
  EXPECT_EQ(ToText(lfv::ModelPackagingDescription{}, OutputFormat::kText), "");
  EXPECT_EQ(ToText(lfv::ModelPackagingDescription{.model_packaging_output_details =
                                                      lfv::ModelPackagingOutputDetails{}},
                   OutputFormat::kText),
            "");
}

TEST(DescriptionText, ShowsAnUnknownStatusWithoutControlCharacters) {
  const auto status = lfv::OpenEnum<lfv::ModelPackagingJobStatus>("PAUSED\x1b[2J");
  EXPECT_EQ(ToText(lfv::ModelPackagingDescription{.status = status}, OutputFormat::kText),
            "status      \"PAUSED\\u001b[2J\"\n");
}

TEST(DescriptionJson, HasTheServicesMembersInItsOrder) {
  EXPECT_EQ(nlohmann::ordered_json::parse(ToText(FullDescription(), OutputFormat::kJson)).dump(),
            nlohmann::ordered_json::parse(R"({"ModelPackagingDescription": {
    "JobName": "job-1", "ProjectName": "boards", "ModelVersion": "1",
    "ModelPackagingConfiguration": {"Greengrass": {
      "CompilerOptions": "{}",
      "TargetDevice": "jetson_xavier",
      "TargetPlatform": {"Os": "LINUX", "Arch": "ARM64", "Accelerator": "NVIDIA"},
      "S3OutputLocation": {"Bucket": "b", "Prefix": "p"},
      "ComponentName": "com.example.Inspector",
      "ComponentVersion": "1.0.0",
      "ComponentDescription": "inspects",
      "Tags": [{"Key": "line", "Value": "7"}]}},
    "ModelPackagingJobDescription": "first try",
    "ModelPackagingMethod": "AWS Greengrass",
    "ModelPackagingOutputDetails": {"Greengrass": {
      "ComponentVersionArn": "arn:aws:greengrass:1",
      "ComponentName": "com.example.Inspector",
      "ComponentVersion": "1.0.0"}},
    "Status": "SUCCEEDED",
    "StatusMessage": "all well",
    "CreationTimestamp": "2026-08-01T10:00:00+00:00",
    "LastUpdatedTimestamp": "2026-08-01T10:00:00.250000+00:00"},
    "components": {"com.example.Inspector": {"componentVersion": "1.0.0"}}})")
                .dump());
}

TEST(DescriptionJson, OmitsMembersThatTheServiceOmits) {
  EXPECT_EQ(nlohmann::json::parse(ToText(lfv::ModelPackagingDescription{}, OutputFormat::kJson)).dump(),
            R"({"ModelPackagingDescription":{}})");
  const lfv::ModelPackagingDescription sparse{
      .model_packaging_configuration = {{.greengrass = {.component_name = "c",
                                                        .s3_output_location = {.bucket = "b"}}}},
      .model_packaging_output_details = lfv::ModelPackagingOutputDetails{}};
  EXPECT_EQ(
      nlohmann::json::parse(ToText(sparse, OutputFormat::kJson)).dump(),
      R"({"ModelPackagingDescription":{"ModelPackagingConfiguration":{"Greengrass":{"ComponentName":"c","S3OutputLocation":{"Bucket":"b"}}},"ModelPackagingOutputDetails":{}}})");
}

TEST(DescriptionJson, IsAsciiForAnyTextOfTheService) {
  const std::string text = ToText(
      lfv::ModelPackagingDescription{.status_message = "\x1b[2J caf\xc3\xa9 \xff"}, OutputFormat::kJson);
  EXPECT_THAT(text, Not(testing::ContainsRegex("[^ -~\n]")));
  EXPECT_EQ(nlohmann::json::parse(text)["ModelPackagingDescription"]["StatusMessage"],
            "\x1b[2J caf\xc3\xa9 \xef\xbf\xbd");
}

lfv::WaitOutcome Succeeded(lfv::ModelPackagingDescription description) {
  return lfv::DescribeModelPackagingJobResult{.model_packaging_description = std::move(description)};
}

lfv::WaitOutcome Failed(std::optional<lfv::ModelPackagingDescription> last) {
  return {lfv::Failure(lfv::Error{.kind = lfv::ErrorKind::kJobFailed, .message = "no bucket"}),
          std::move(last)};
}

nlohmann::json JsonOf(const std::vector<WaitedJob>& jobs) {
  return nlohmann::json::parse(ToText(jobs, OutputFormat::kJson));
}

TEST(WaitJson, HasTheComponentsOfAllJobsThatSucceededAsCreateDeploymentTakesThem) {
  lfv::ModelPackagingDescription other = FullDescription();
  other.model_packaging_output_details->greengrass->component_name = "com.example.Other";
  lfv::ModelPackagingDescription failed = FullDescription();
  failed.status = lfv::ModelPackagingJobStatus::kFailed;
  const auto json = JsonOf({{.name = "a", .outcome = Succeeded(FullDescription())},
                            {.name = "b", .outcome = Failed(failed)},
                            {.name = "c", .outcome = Succeeded(other)}});
  EXPECT_EQ(json.at("jobs").size(), 3U);
  EXPECT_EQ(json.at("components"), nlohmann::json::parse(R"({
      "com.example.Inspector": {"componentVersion": "1.0.0"},
      "com.example.Other": {"componentVersion": "1.0.0"}})"));
  EXPECT_FALSE(JsonOf({{.outcome = Failed(failed)}}).contains("components"));
}

TEST(WaitJson, HasDescriptionAndErrorOfAJobIfThereAreAny) {
  const auto json = JsonOf({{.name = "a", .client_token = "t", .outcome = Succeeded({.job_name = "a"})},
                            {.name = "b", .outcome = Failed(std::nullopt)},
                            {.outcome = Failed(lfv::ModelPackagingDescription{.job_name = "c"})}});
  const auto error = nlohmann::json::parse(
      R"({"kind": "job failed", "message": "no bucket", "attempts": 0, "retryable": false,
          "mayHaveTakenEffect": false})");
  EXPECT_EQ(
      json,
      nlohmann::json(
          {{"jobs",
            {{{"JobName", "a"}, {"ClientToken", "t"}, {"ModelPackagingDescription", {{"JobName", "a"}}}},
             {{"JobName", "b"}, {"error", error}},
             {{"ModelPackagingDescription", {{"JobName", "c"}}}, {"error", error}}}}}));
}

TEST(WaitText, SeparatesTheDescriptionsOfJobsThatSucceededByAnEmptyLine) {
  EXPECT_EQ(ToText({{.outcome = Succeeded({.job_name = "a"})},
                    {.outcome = Failed(lfv::ModelPackagingDescription{.job_name = "b"})},
                    {.outcome = Succeeded({.job_name = "c"})}},
                   OutputFormat::kText),
            "job         a\n\njob         c\n");
}

std::vector<lfv::ModelPackagingJobMetadata> Jobs() {
  return {{.job_name = "job-1",
           .project_name = "boards",
           .model_version = "1",
           .model_packaging_job_description = "first try",
           .model_packaging_method = "AWS Greengrass",
           .status = lfv::ModelPackagingJobStatus::kSucceeded,
           .status_message = "all well",
           .creation_timestamp = kTime + 250ms,
           .last_updated_timestamp = kTime},
          {.job_name = "job\n2"}};
}

TEST(ListText, IsATableWithNamesInTheLastColumn) {
  EXPECT_EQ(ToText({.jobs = Jobs()}, OutputFormat::kText),
            "STATUS     MODEL  CREATED (UTC)     JOB\n"
            "SUCCEEDED  1      2026-08-01 10:00  job-1\n"
            "-          -      -                 \"job\\n2\"\n");
}

TEST(ListText, HasOnlyTheHeadingIfThereAreNoJobs) {
  EXPECT_EQ(ToText(JobList{}, OutputFormat::kText), "STATUS  MODEL  CREATED (UTC)  JOB\n");
}

TEST(ListJson, HasTheServicesMembers) {
  EXPECT_EQ(nlohmann::ordered_json::parse(ToText({.jobs = Jobs()}, OutputFormat::kJson)).dump(),
            nlohmann::ordered_json::parse(R"({"ModelPackagingJobs": [{
    "JobName": "job-1", "ProjectName": "boards", "ModelVersion": "1",
    "ModelPackagingJobDescription": "first try", "ModelPackagingMethod": "AWS Greengrass",
    "Status": "SUCCEEDED", "StatusMessage": "all well",
    "CreationTimestamp": "2026-08-01T10:00:00.250000+00:00",
    "LastUpdatedTimestamp": "2026-08-01T10:00:00+00:00"}, {"JobName": "job\n2"}]})")
                .dump());
}

TEST(AttemptText, HasMeasurements) {
  lfv::AttemptEvent event;
  event.duration = 12ms;
  event.measurements = {.time_to_first_byte = 9ms, .connection_reused = true};
  EXPECT_THAT(ToText(event), HasSubstr(": succeeded (connection reused, first byte after 9 ms, 12 ms)"));
  event.measurements = {.connection_reused = false};
  EXPECT_THAT(ToText(event), HasSubstr(": succeeded (new connection, 12 ms)"));
}

TEST(AttemptText, DescribesASuccess) {
  EXPECT_EQ(ToText(lfv::AttemptEvent{.operation = "StartModelPackagingJob",
                                     .attempt = 1,
                                     .max_attempts = 3,
                                     .endpoint = "http://127.0.0.1:8080",
                                     .http_status = 200,
                                     .request_id = "id-1",
                                     .duration = 12ms}),
            "debug: StartModelPackagingJob attempt 1 of 3 at http://127.0.0.1:8080: succeeded"
            " (HTTP 200, request id id-1, 12 ms)");
}

TEST(AttemptText, DescribesAnErrorOfTheServiceAndTheNextAttempt) {
  const lfv::Error error{.kind = lfv::ErrorKind::kService,
                         .message = "slow\ndown",
                         .code = lfv::ErrorCode::kThrottlingException,
                         .code_name = "ThrottlingException"};
  EXPECT_EQ(ToText(lfv::AttemptEvent{.operation = "DescribeModelPackagingJob",
                                     .attempt = 2,
                                     .max_attempts = 3,
                                     .endpoint = "https://h",
                                     .http_status = 429,
                                     .request_id = "",
                                     .duration = 5ms,
                                     .error = &error,
                                     .next_attempt_in = 40ms}),
            "debug: DescribeModelPackagingJob attempt 2 of 3 at https://h: "
            "ThrottlingException: \"slow\\ndown\" (HTTP 429, 5 ms), next attempt in 40 ms");
}

TEST(AttemptText, HasTheKindOfAnErrorWithoutAName) {
  const lfv::Error error{.kind = lfv::ErrorKind::kTransport, .message = "refused"};
  lfv::AttemptEvent event;
  event.error = &error;
  EXPECT_THAT(ToText(event), HasSubstr(": transport: refused (0 ms)"));
}

TEST(ElapsedText, HasSecondsMinutesAndHours) {
  EXPECT_EQ(ToText(0s), "0 s");
  EXPECT_EQ(ToText(59s), "59 s");
  EXPECT_EQ(ToText(60s), "1 min 0 s");
  EXPECT_EQ(ToText(3599s), "59 min 59 s");
  EXPECT_EQ(ToText(3720s), "1 h 2 min");
}

TEST(TimeText, OmitsAFractionOfZero) {
  EXPECT_EQ(ToText(kTime), "2026-08-01T10:00:00+00:00");
  EXPECT_EQ(ToText(kTime + 1us), "2026-08-01T10:00:00.000001+00:00");
  EXPECT_EQ(ToText(std::chrono::system_clock::time_point{-1s}), "1969-12-31T23:59:59+00:00");
}

}  // namespace
}  // namespace package_model
