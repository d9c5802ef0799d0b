// How a program that uses the library is tested: with the mock service, and with a scripted transport.
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/scripted_transport.h>

namespace lfv = lookoutvision;

namespace {

// The code under test: it releases a model once, and says what its users are to be told.
std::string Release(const lfv::Client& client, const std::string& model_version) {
  const auto released = client.StartModelPackagingJobAndWait(
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("boards")
          .WithModelVersion(model_version)
          .WithConfiguration({.greengrass = {.component_name = "com.example.Inspector",
                                             .s3_output_location = {.bucket = "my-bucket"},
                                             .target_device = lfv::TargetDevice::kJetsonXavier}}));
  if (released) {
    const auto& made = released->model_packaging_description.model_packaging_output_details->greengrass;
    return "released " + made->component_version.value_or("a component");
  }
  if (released.error().code == lfv::ErrorCode::kConflictException) return "was released before";
  if (released.error().kind == lfv::ErrorKind::kJobFailed) return "failed: " + released.error().message;
  return released.error().retryable ? "try again later" : "cannot be released";
}

// A client for tests: nothing of the machine's settings counts but what is named here, and no wait takes
// time.
lfv::ClientConfig ConfigFor(const std::string& endpoint_url) {
  lfv::ClientConfig config{.region = "eu-west-1",
                           .endpoint_url = endpoint_url,
                           .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())};
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token&) { return true; };
  config.platform.getenv = [](const std::string&) { return std::optional<std::string>(); };
  return config;
}

TEST(Release, TellsTheVersionOfTheComponent) {
  const lfv::testing::MockService service;
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "released 3.0.0");
}

TEST(Release, IsDoneOnce) {
  const lfv::testing::MockService service;
  const lfv::Client client(ConfigFor(service.endpoint_url()));
  Release(client, "3");
  EXPECT_EQ(Release(client, "3"), "was released before");
}

TEST(Release, TellsWhyAJobFailed) {
  const lfv::testing::MockService service(
      {.job_failure = [](const auto&) { return std::optional<std::string>("no such bucket"); }});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "failed: no such bucket");
}

TEST(Release, SurvivesAServiceThatStumblesAndALineThatBreaks) {
  lfv::testing::MockService service;
  service.Enqueue({.response = lfv::testing::Response{.status = 503}});
  service.Enqueue({.then = lfv::testing::FaultAction::kReset});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "released 3.0.0");
  // Two attempts failed, one of them after it had taken effect: its client token kept the third from a
  // conflict.
  EXPECT_EQ(service.requests().at(2).headers.Find("X-Amzn-Client-Token"),
            service.requests().at(0).headers.Find("X-Amzn-Client-Token"));
}

TEST(Release, GivesUpInAnOutage) {
  lfv::testing::MockService service;
  service.Install(
      {.fault = {.at = lfv::testing::FaultPoint::kAccept, .then = lfv::testing::FaultAction::kReset}});
  const lfv::Client client(ConfigFor(service.endpoint_url()));
  EXPECT_EQ(Release(client, "3"), "try again later");
  service.ClearFaults();
  EXPECT_EQ(Release(client, "3"), "released 3.0.0");
}

TEST(Release, CannotBeDoneWithoutTheRight) {
  const lfv::testing::MockService service(
      {.denied_access_keys = {lfv::testing::MakeTestCredentials().access_key_id}});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "cannot be released");
}

// Without a server, answers can be made that no service would give, and every byte that is sent can be seen.
TEST(Release, SendsTheModelsVersion) {
  const auto transport = std::make_shared<lfv::testing::ScriptedTransport>();
  transport->Then(402, R"({"Message": "too many"})", {{"x-amzn-ErrorType", "ServiceQuotaExceededException"}});
  lfv::ClientConfig config = ConfigFor("https://vision.example");
  config.transport = transport;
  EXPECT_EQ(Release(lfv::Client(config), "3"), "cannot be released");
  ASSERT_EQ(transport->sent().size(), 1u);
  EXPECT_NE(transport->sent()[0].request.body.find(R"("ModelVersion":"3")"), std::string::npos);
}

}  // namespace
