// Tests that values of a caller that reach a header or the URL are rejected if they contain line breaks.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "base/text.h"
#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

// The inputs of a call: configuration, environment, credentials and request.
struct Input {
  ClientConfig config = {.region = "eu-west-1", .endpoint_url = "https://vision.plant7.example"};
  std::map<std::string, std::string> environment = {};
  Credentials credentials = {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret"};
  CallOptions options = {};
  std::string project_name = "boards";
  /// If set, the call is a describe instead of a start.
  std::optional<std::string> job_name = {};
  std::string client_token = "token-1";
  /// If true, the call is a list.
  bool lists = false;
};

/// The error of the call; absent if it succeeds.
std::optional<Error> ErrorOf(Input input, const std::shared_ptr<HttpTransport>& transport) {
  test::FakePlatform fake;
  fake.environment = input.environment;
  input.config.credentials = MakeStaticCredentials(input.credentials);
  input.config.transport = transport;
  input.config.platform = fake.platform();
  const Client client(input.config);
  if (input.lists) {
    const auto listed = client.ListModelPackagingJobs(
        ListModelPackagingJobsRequest().WithProjectName(input.project_name), input.options);
    return listed ? std::nullopt : std::optional(listed.error());
  }
  if (input.job_name) {
    const auto described = client.DescribeModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName(input.project_name).WithJobName(*input.job_name),
        input.options);
    return described ? std::nullopt : std::optional(described.error());
  }
  const auto started = client.StartModelPackagingJob(
      StartModelPackagingJobRequest()
          .WithProjectName(input.project_name)
          .WithModelVersion("1")
          .WithClientToken(input.client_token)
          .WithConfiguration(
              {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}}),
      input.options);
  return started ? std::nullopt : std::optional(started.error());
}

struct Place {
  const char* name;
  ErrorKind kind;
  std::function<void(Input&, const std::string&)> put;
};

void PrintTo(const Place& place, std::ostream* out) {
  *out << place.name;
}

class Injection : public ::testing::TestWithParam<Place> {};

TEST_P(Injection, IsRejectedBeforeAnythingIsSent) {
  for (const std::string& end :
       {std::string("\r"), std::string("\n"), std::string("\r\n"), std::string("\0", 1)}) {
    for (const std::string& value : {"x" + end + "X-Evil: 1", "x" + end, end + "x", end}) {
      Input input;
      GetParam().put(input, value);
      const auto transport = std::make_shared<test::ScriptedTransport>();
      transport->Then(200, R"({"JobName":"job-1"})");
      const auto error = ErrorOf(input, transport);
      EXPECT_TRUE(transport->sent().empty()) << internal::Printable(value);
      ASSERT_TRUE(error) << internal::Printable(value);
      EXPECT_EQ(error->kind, GetParam().kind) << *error;
      EXPECT_EQ(error->attempts, 0) << *error;
      EXPECT_FALSE(error->retryable) << *error;
      EXPECT_FALSE(internal::HasControlCharacters(error->message)) << *error;
    }
  }
}

TEST_P(Injection, DoesNotAffectValidValues) {
  Input input;
  GetParam().put(input, "x");
  const auto transport = std::make_shared<test::ScriptedTransport>();
  transport->Then(200, R"({"JobName":"job-1"})");
  const auto error = ErrorOf(input, transport);
  EXPECT_FALSE(error) << *error;
}

INSTANTIATE_TEST_SUITE_P(
    EveryPlace, Injection,
    ::testing::Values(Place{"Region", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.region = value;
                              input.config.endpoint_url.reset();
                            }},
                      Place{"RegionWithAnEndpointUrl", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) { input.config.region = value; }},
                      Place{"SigningRegion", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.signing_region = value;
                            }},
                      Place{
                          "SigningName", ErrorKind::kConfiguration,
                          [](Input& input, const std::string& value) { input.config.signing_name = value; }},
                      Place{"AppId", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) { input.config.app_id = value; }},
                      Place{"EndpointHost", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.endpoint_url = "https://a" + value;
                            }},
                      Place{"EndpointPort", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.endpoint_url = "https://a:1" + (value == "x" ? "" : value);
                            }},
                      Place{"EndpointPath", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.endpoint_url = "https://a/" + value;
                            }},
                      Place{"EnvironmentsRegion", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.region.reset();
                              input.environment["AWS_REGION"] = value;
                            }},
                      Place{"EnvironmentsEndpoint", ErrorKind::kConfiguration,
                            [](Input& input, const std::string& value) {
                              input.config.endpoint_url.reset();
                              input.environment["AWS_ENDPOINT_URL_LOOKOUTVISION"] = "https://a/" + value;
                            }},
                      Place{"AccessKeyId", ErrorKind::kCredentials,
                            [](Input& input, const std::string& value) {
                              input.credentials.access_key_id = value;
                            }},
                      Place{"SessionToken", ErrorKind::kCredentials,
                            [](Input& input, const std::string& value) {
                              input.credentials.session_token = value;
                            }},
                      Place{"HeaderName", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) {
                              input.options.headers = {{value, "v"}};
                            }},
                      Place{"HeaderValue", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) {
                              input.options.headers = {{"x-note", value}};
                            }},
                      Place{"ProjectName", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) { input.project_name = value; }},
                      Place{"ClientToken", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) { input.client_token = value; }},
                      Place{"JobName", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) { input.job_name = value; }},
                      Place{"ProjectNameOfADescribe", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) {
                              input.project_name = value;
                              input.job_name = "job-1";
                            }},
                      Place{"ProjectNameOfAList", ErrorKind::kInvalidRequest,
                            [](Input& input, const std::string& value) {
                              input.project_name = value;
                              input.lists = true;
                            }}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(InjectionOfProxies, IsRejectedBeforeAConnectionIsTried) {
  for (const char* end : {"\r", "\n", "\r\n"}) {
    Input input;
    input.environment["HTTPS_PROXY"] = std::string("http://joe:very-secret@127.0.0.1:1") + end + "X-Evil: 1";
    const auto error = ErrorOf(input, MakeCurlTransport());
    ASSERT_TRUE(error);
    EXPECT_EQ(error->kind, ErrorKind::kConfiguration) << *error;
    EXPECT_EQ(error->attempts, 0);
    EXPECT_EQ(error->message, "HTTPS_PROXY is not a valid proxy URL: it contains a control character");
  }
}

// This is not an error, because the caller may not control the environment.
TEST(InjectionOfExecutionEnvironments, IsReplacedByHyphens) {
  Input input;
  input.environment["AWS_EXECUTION_ENV"] = "AWS_Lambda\r\nX-Evil: 1";
  const auto transport = std::make_shared<test::ScriptedTransport>();
  transport->Then(200, R"({"JobName":"job-1"})");
  const auto error = ErrorOf(input, transport);
  EXPECT_FALSE(error) << *error;
  ASSERT_EQ(transport->sent().size(), 1U);
  EXPECT_NE(transport->SentHeader(0, "User-Agent").find(" exec-env/AWS_Lambda--X-Evil--1 "),
            std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
