// Tests of a program that uses the library, with the mock service and with a scripted transport.
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/scripted_transport.h>

namespace lfv = lookoutvision;

namespace {

// The code under test: it releases a model once, and returns a message for its users.
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

// A client for tests: it ignores the settings of the machine, and no wait takes time.
lfv::ClientConfig ConfigFor(const std::string& endpoint_url) {
  lfv::ClientConfig config{.region = "eu-west-1",
                           .endpoint_url = endpoint_url,
                           .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())};
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token&) { return true; };
  config.platform.getenv = [](const std::string&) { return std::optional<std::string>(); };
  return config;
}

TEST(Release, ReturnsTheVersionOfTheComponent) {
  const lfv::testing::MockService service;
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "released 3.0.0");
}

TEST(Release, HappensOnce) {
  const lfv::testing::MockService service;
  const lfv::Client client(ConfigFor(service.endpoint_url()));
  Release(client, "3");
  EXPECT_EQ(Release(client, "3"), "was released before");
}

TEST(Release, ReportsWhyAJobFailed) {
  const lfv::testing::MockService service(
      {.job_failure = [](const auto&) { return std::optional<std::string>("no such bucket"); }});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "failed: no such bucket");
}

TEST(Release, RetriesAfterAnErrorAndAConnectionReset) {
  lfv::testing::MockService service;
  service.Enqueue({.response = lfv::testing::Response{.status = 503}});
  service.Enqueue({.then = lfv::testing::FaultAction::kReset});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "released 3.0.0");
  // Two attempts failed, the second one after it had taken effect: with the same client token the third one
  // does not conflict.
  EXPECT_EQ(service.requests().at(2).headers.Find("X-Amzn-Client-Token"),
            service.requests().at(0).headers.Find("X-Amzn-Client-Token"));
}

TEST(Release, FailsInAnOutage) {
  lfv::testing::MockService service;
  service.Install(
      {.fault = {.at = lfv::testing::FaultPoint::kAccept, .then = lfv::testing::FaultAction::kReset}});
  const lfv::Client client(ConfigFor(service.endpoint_url()));
  EXPECT_EQ(Release(client, "3"), "try again later");
  service.ClearFaults();
  EXPECT_EQ(Release(client, "3"), "released 3.0.0");
}

TEST(Release, FailsWithoutPermission) {
  const lfv::testing::MockService service(
      {.denied_access_keys = {lfv::testing::MakeTestCredentials().access_key_id}});
  EXPECT_EQ(Release(lfv::Client(ConfigFor(service.endpoint_url())), "3"), "cannot be released");
}

// Sidecars listen on Unix sockets, and so can the service.
TEST(Release, GoesThroughAUnixSocket) {
  const std::string socket = ::testing::TempDir() + "release-" + std::to_string(getpid()) + ".sock";
  const lfv::testing::MockService service({.unix_socket = socket});
  EXPECT_EQ(Release(lfv::Client(ConfigFor("unix:" + socket)), "3"), "released 3.0.0");
}

// Without a server, tests can return responses that no service sends, and inspect every byte of a request.
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
