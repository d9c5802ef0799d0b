// Every value of a caller that reaches a header or the URL, with characters in it that would end the line:
// refused before anything is sent. What the service says back is not tested here.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "base/text.h"
#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

// What a caller says: about the client, the world around it, and one call.
struct Said {
  ClientConfig config = {.region = "eu-west-1", .endpoint_url = "https://vision.plant7.example"};
  std::map<std::string, std::string> environment = {};
  Credentials credentials = {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret"};
  CallOptions options = {};
  std::string project_name = "boards";
  /// Set: the call is a Describe, not a Start.
  std::optional<std::string> job_name = {};
  std::string client_token = "token-1";
  /// The call is a List.
  bool lists = false;
};

/// How the call fails; absent where it succeeds.
std::optional<Error> ErrorOf(Said said, const std::shared_ptr<HttpTransport>& transport) {
  test::FakePlatform fake;
  fake.environment = said.environment;
  said.config.credentials = MakeStaticCredentials(said.credentials);
  said.config.transport = transport;
  said.config.platform = fake.platform();
  const Client client(said.config);
  if (said.lists) {
    const auto listed = client.ListModelPackagingJobs(
        ListModelPackagingJobsRequest().WithProjectName(said.project_name), said.options);
    return listed ? std::nullopt : std::optional(listed.error());
  }
  if (said.job_name) {
    const auto described = client.DescribeModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName(said.project_name).WithJobName(*said.job_name),
        said.options);
    return described ? std::nullopt : std::optional(described.error());
  }
  const auto started = client.StartModelPackagingJob(
      StartModelPackagingJobRequest()
          .WithProjectName(said.project_name)
          .WithModelVersion("1")
          .WithClientToken(said.client_token)
          .WithConfiguration(
              {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}}),
      said.options);
  return started ? std::nullopt : std::optional(started.error());
}

struct Place {
  const char* name;
  ErrorKind kind;
  std::function<void(Said&, const std::string&)> put;
};

void PrintTo(const Place& place, std::ostream* out) {
  *out << place.name;
}

class Injection : public ::testing::TestWithParam<Place> {};

TEST_P(Injection, IsRefusedBeforeAnythingIsSent) {
  for (const std::string& end :
       {std::string("\r"), std::string("\n"), std::string("\r\n"), std::string("\0", 1)}) {
    for (const std::string& value : {"x" + end + "X-Evil: 1", "x" + end, end + "x", end}) {
      Said said;
      GetParam().put(said, value);
      const auto transport = std::make_shared<test::ScriptedTransport>();
      transport->Then(200, R"({"JobName":"job-1"})");
      const auto error = ErrorOf(said, transport);
      EXPECT_TRUE(transport->sent().empty()) << internal::Printable(value);
      ASSERT_TRUE(error) << internal::Printable(value);
      EXPECT_EQ(error->kind, GetParam().kind) << *error;
      EXPECT_EQ(error->attempts, 0) << *error;
      EXPECT_FALSE(error->retryable) << *error;
      EXPECT_FALSE(internal::HasControlCharacters(error->message)) << *error;
    }
  }
}

TEST_P(Injection, IsAllThatIsWrongThere) {
  Said said;
  GetParam().put(said, "x");
  const auto transport = std::make_shared<test::ScriptedTransport>();
  transport->Then(200, R"({"JobName":"job-1"})");
  const auto error = ErrorOf(said, transport);
  EXPECT_FALSE(error) << *error;
}

INSTANTIATE_TEST_SUITE_P(
    EveryPlace, Injection,
    ::testing::Values(Place{"Region", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.region = value;
                              said.config.endpoint_url.reset();
                            }},
                      Place{"RegionBesideAnOverride", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) { said.config.region = value; }},
                      Place{"SigningRegion", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) { said.config.signing_region = value; }},
                      Place{"SigningName", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) { said.config.signing_name = value; }},
                      Place{"AppId", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) { said.config.app_id = value; }},
                      Place{"EndpointHost", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.endpoint_url = "https://a" + value;
                            }},
                      Place{"EndpointPort", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.endpoint_url = "https://a:1" + (value == "x" ? "" : value);
                            }},
                      Place{"EndpointPath", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.endpoint_url = "https://a/" + value;
                            }},
                      Place{"EnvironmentsRegion", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.region.reset();
                              said.environment["AWS_REGION"] = value;
                            }},
                      Place{"EnvironmentsEndpoint", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.config.endpoint_url.reset();
                              said.environment["AWS_ENDPOINT_URL_LOOKOUTVISION"] = "https://a/" + value;
                            }},
                      Place{"EnvironmentsAppId", ErrorKind::kConfiguration,
                            [](Said& said, const std::string& value) {
                              said.environment["AWS_SDK_UA_APP_ID"] = "x" + value;
                            }},
                      Place{"AccessKeyId", ErrorKind::kCredentials,
                            [](Said& said,
                               const std::string& value) { said.credentials.access_key_id = value; }},
                      Place{"SessionToken", ErrorKind::kCredentials,
                            [](Said& said, const std::string& value) {
                              said.credentials.session_token = value;
                            }},
                      Place{"HeaderName", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) {
                              said.options.headers = {{value, "v"}};
                            }},
                      Place{"HeaderValue", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) {
                              said.options.headers = {{"x-note", value}};
                            }},
                      Place{"ProjectName", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) { said.project_name = value; }},
                      Place{"ClientToken", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) { said.client_token = value; }},
                      Place{"JobName", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) { said.job_name = value; }},
                      Place{"ProjectNameOfADescribe", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) {
                              said.project_name = value;
                              said.job_name = "job-1";
                            }},
                      Place{"ProjectNameOfAList", ErrorKind::kInvalidRequest,
                            [](Said& said, const std::string& value) {
                              said.project_name = value;
                              said.lists = true;
                            }}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(InjectionOfProxies, IsRefusedBeforeAConnectionIsTried) {
  for (const char* end : {"\r", "\n", "\r\n"}) {
    Said said;
    said.environment["HTTPS_PROXY"] = std::string("http://joe:very-secret@127.0.0.1:1") + end + "X-Evil: 1";
    const auto error = ErrorOf(said, MakeCurlTransport());
    ASSERT_TRUE(error);
    EXPECT_EQ(error->kind, ErrorKind::kConfiguration) << *error;
    EXPECT_EQ(error->attempts, 0);
    EXPECT_EQ(error->message, "HTTPS_PROXY is not a valid proxy URL: it holds a control character");
  }
}

// The environment's owner may not be the caller, so that its text is no mistake to refuse a call for.
TEST(InjectionOfExecutionEnvironments, BecomesHarmless) {
  Said said;
  said.environment["AWS_EXECUTION_ENV"] = "AWS_Lambda\r\nX-Evil: 1";
  const auto transport = std::make_shared<test::ScriptedTransport>();
  transport->Then(200, R"({"JobName":"job-1"})");
  const auto error = ErrorOf(said, transport);
  EXPECT_FALSE(error) << *error;
  ASSERT_EQ(transport->sent().size(), 1U);
  EXPECT_NE(transport->SentHeader(0, "User-Agent").find(" exec-env/AWS_Lambda--X-Evil--1 "),
            std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
