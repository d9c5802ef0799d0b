// Tests of the tool's requests and output on success.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "integration/examples/example_test.h"
#include "testing/temporary_file.h"

namespace lookoutvision::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(PackageModel, StartsAJobAndPrintsTheCommandThatWaitsForIt) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool(Start({"--job-name", "job-1"}));
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(
      result.out,
      MatchesRegex("Started packaging job job-1\\.\n"
                   "Client token: [0-9a-f-]+\n"
                   "To follow it: package_model wait --project-name circuit-boards --job-name job-1\n"));
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(service.requests().size(), 1U);
}

TEST_F(PackageModel, SendsAllOptions) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool({"start",
                                     "--project-name",
                                     "circuit-boards",
                                     "--model-version",
                                     "latest",
                                     "--component-name",
                                     "c",
                                     "--component-version",
                                     "1.2.3",
                                     "--component-description",
                                     "inspects",
                                     "--s3-bucket",
                                     "my-bucket",
                                     "--s3-prefix",
                                     "models",
                                     "--target-os",
                                     "LINUX",
                                     "--target-arch",
                                     "X86_64",
                                     "--target-accelerator",
                                     "NVIDIA",
                                     "--compiler-options",
                                     R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})",
                                     "--tag",
                                     "line=7",
                                     "--tag",
                                     "Straße=a=b",
                                     "--job-name",
                                     "job-1",
                                     "--description",
                                     "first",
                                     "--client-token",
                                     "token-1",
                                     "--output",
                                     "json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "{\n    \"JobName\": \"job-1\",\n    \"ClientToken\": \"token-1\"\n}\n");
  const testing::RecordedRequest request = service.requests().at(0);
  EXPECT_EQ(request.headers.Find("X-Amzn-Client-Token"), "token-1");
  EXPECT_EQ(json::parse(request.body), json::parse(R"({
      "ModelVersion": "latest", "JobName": "job-1", "Description": "first",
      "Configuration": {"Greengrass": {
        "CompilerOptions": "{\"gpu-code\": \"sm_75\", \"trt-ver\": \"7.1.3\", \"cuda-ver\": \"10.2\"}",
        "TargetPlatform": {"Os": "LINUX", "Arch": "X86_64", "Accelerator": "NVIDIA"},
        "S3OutputLocation": {"Bucket": "my-bucket", "Prefix": "models"},
        "ComponentName": "c", "ComponentVersion": "1.2.3", "ComponentDescription": "inspects",
        "Tags": [{"Key": "line", "Value": "7"}, {"Key": "Straße", "Value": "a=b"}]}}})"));
}

TEST_F(PackageModel, StartsAJobAndWaitsForItsComponent) {
  Service();
  const ProgramResult result = Tool(StartAndWait({"--job-name", "job-1"}));
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, ContainsRegex("\narn         arn:aws:greengrass:[^\n]*\n"
                                        "component   com.example.BoardInspector\n"
                                        "version     1.0.0\n$"));
  // One line per change, each with the time since the wait began.
  EXPECT_THAT(result.err, MatchesRegex("client token: [0-9a-f-]+\n"
                                       "started, 0 s, job job-1\n"
                                       "CREATED, [0-9]+ s, job job-1\n"
                                       "RUNNING, [0-9]+ s, job job-1\n"
                                       "SUCCEEDED, [0-9]+ s, job job-1\n"));
}

TEST_F(PackageModel, PrintsTheDescriptionWithTheServicesMembers) {
  Service();
  for (const Words& words :
       {StartAndWait({"--job-name", "job-1", "--tag", "line=7", "--output", "json"}),
        OfJob("describe", "job-1", {"--output", "json"}), OfJob("wait", "job-1", {"--output", "json"})}) {
    const ProgramResult result = Tool(words);
    EXPECT_EQ(result.status, 0) << result.err;
    const json output = json::parse(result.out);
    EXPECT_EQ(output.at("components"),
              json({{"com.example.BoardInspector", {{"componentVersion", "1.0.0"}}}}));
    json description =
        (words[0] == "describe" ? output : output.at("jobs").at(0)).at("ModelPackagingDescription");
    for (const char* const time : {"CreationTimestamp", "LastUpdatedTimestamp"}) {
      EXPECT_THAT(description.at(time).get<std::string>(),
                  ContainsRegex("^20[0-9-]+T[0-9:]+(\\.[0-9]{6})?\\+00:00$"));
      description.erase(time);
    }
    EXPECT_THAT(description.at("StatusMessage").get<std::string>(), Not(IsEmpty()));
    description.erase("StatusMessage");
    const std::string arn = description.at("ModelPackagingOutputDetails")
                                .at("Greengrass")
                                .at("ComponentVersionArn")
                                .get<std::string>();
    EXPECT_THAT(arn, AllOf(StartsWith("arn:aws:greengrass:eu-west-1:"), EndsWith(":versions:1.0.0")));
    EXPECT_EQ(description, json({{"JobName", "job-1"},
                                 {"ProjectName", "circuit-boards"},
                                 {"ModelVersion", "1"},
                                 {"ModelPackagingConfiguration",
                                  {{"Greengrass",
                                    {{"ComponentName", "com.example.BoardInspector"},
                                     {"S3OutputLocation", {{"Bucket", "my-bucket"}}},
                                     {"TargetDevice", "jetson_xavier"},
                                     {"Tags", {{{"Key", "line"}, {"Value", "7"}}}}}}}},
                                 {"ModelPackagingMethod", "GREENGRASS"},
                                 {"ModelPackagingOutputDetails",
                                  {{"Greengrass",
                                    {{"ComponentVersionArn", arn},
                                     {"ComponentName", "com.example.BoardInspector"},
                                     {"ComponentVersion", "1.0.0"}}}}},
                                 {"Status", "SUCCEEDED"}}));
  }
}

TEST_F(PackageModel, SendsTheRequestOfACompletedSkeleton) {
  testing::MockService& service = Service();
  const ProgramResult skeleton = Tool({"start", "--generate-cli-skeleton"});
  EXPECT_EQ(skeleton.status, 0) << skeleton.err;
  auto request = json::parse(skeleton.out);
  request["ProjectName"] = "circuit-boards";
  request["ModelVersion"] = "1";
  request["JobName"] = "job-1";
  request["Description"] = "from a file";
  request["ClientToken"] = "token-1";
  json& greengrass = request["Configuration"]["Greengrass"];
  greengrass.erase("TargetPlatform");
  greengrass.erase("CompilerOptions");
  greengrass["S3OutputLocation"] = {{"Bucket", "my-bucket"}, {"Prefix", "models"}};
  greengrass["ComponentName"] = "com.example.BoardInspector";
  greengrass["ComponentVersion"] = "1.0.0";
  greengrass["ComponentDescription"] = "inspects";
  greengrass["Tags"][0] = {{"Key", "line"}, {"Value", "7"}};
  program_.environment["REQUEST"] = request.dump();
  const ProgramResult result =
      Run({"/bin/bash", "-c",
           "echo \"$REQUEST\" | '" PACKAGE_MODEL "' start --cli-input-json - --s3-prefix other"});
  EXPECT_EQ(result.status, 0) << result.err;
  greengrass["S3OutputLocation"]["Prefix"] = "other";
  const testing::RecordedRequest sent = service.requests().at(0);
  EXPECT_EQ(sent.headers.Find("X-Amzn-Client-Token"), "token-1");
  request.erase("ProjectName");
  request.erase("ClientToken");
  EXPECT_EQ(json::parse(sent.body), request);
}

TEST_F(PackageModel, NamesTheFileAndThePathOfAnErrorInJson) {
  testing::MockService& service = Service();
  const ProgramResult result =
      Run({"/bin/bash", "-c", "'" PACKAGE_MODEL "' start --cli-input-json <(echo '{\"JobName\": 7}')"});
  EXPECT_EQ(result.status, 252);
  EXPECT_THAT(result.err, EndsWith("JobName: expected a string, got a number\n"));
  EXPECT_THAT(result.err, ContainsRegex("--cli-input-json: /dev/fd/[0-9]+: JobName"));
  EXPECT_THAT(service.requests(), IsEmpty());
}

TEST_F(PackageModel, TrustsTheAuthoritiesOfTheCaBundle) {
  testing::MockService& service = Service({.tls = true});
  EXPECT_EQ(Tool(StartAndWait({"--ca-bundle", service.ca_bundle_path()})).status, 0);
  EXPECT_TRUE(service.requests().at(0).tls);

  program_.environment["AWS_CA_BUNDLE"] = service.ca_bundle_path();
  EXPECT_EQ(Tool(OfJob("describe", "model-packaging-job-1")).status, 0);
}

TEST_F(PackageModel, PrefersOptionsToTheEnvironment) {
  testing::MockService& service = Service({.signing_region = "us-east-2"});
  program_.environment["AWS_ENDPOINT_URL_LOOKOUTVISION"] = "http://127.0.0.1:1";
  const ProgramResult result =
      Tool(Start({"--endpoint-url", service.endpoint_url(), "--region", "us-east-2"}));
  EXPECT_EQ(result.status, 0) << result.err;
}

TEST_F(PackageModel, ReadsOtherSettingsFromTheProfile) {
  testing::MockService& service = Service({.signing_region = "us-east-2"});
  const testing::TemporaryFile config(
      "[profile dev]\nregion = us-east-2\nservices = local\n"
      "[services local]\nlookoutvision =\n  endpoint_url = " +
      service.endpoint_url() + "\n");
  // The environment's keys do not apply to a profile of --profile.
  const Credentials keys = testing::MakeTestCredentials();
  const testing::TemporaryFile credentials("[dev]\naws_access_key_id = " + keys.access_key_id +
                                           "\naws_secret_access_key = " + keys.secret_access_key + "\n");
  program_.environment = {{"AWS_CONFIG_FILE", config.path()},
                          {"AWS_SHARED_CREDENTIALS_FILE", credentials.path()}};
  const ProgramResult result = Tool(Start({"--profile", "dev"}));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(service.requests().size(), 1U);
}

TEST_F(PackageModel, PrintsHelpAndVersionToStandardOutput) {
  for (const Words& words : {Words{"--help"}, {"start", "--help"}, {"--version"}}) {
    const ProgramResult result = Tool(words);
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.out, Not(IsEmpty()));
    EXPECT_THAT(result.err, IsEmpty());
  }
}

}  // namespace
}  // namespace lookoutvision::test
