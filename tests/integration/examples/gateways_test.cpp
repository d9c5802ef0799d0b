// Tests of calls through gateways with their own authentication, traces and errors.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

namespace lfv = lookoutvision;

namespace {

using lfv::testing::MockService;
using lfv::testing::RecordedRequest;
using lfv::testing::Response;

// The handler of a gateway that passes requests with this header to the service.
auto Requires(const std::string& name, const std::string& value) {
  return [name, value](const RecordedRequest& request) -> std::optional<Response> {
    if (request.headers.Find(name) == value) return std::nullopt;
    return Response{.status = 401, .body = "<html>the gateway does not know you</html>"};
  };
}

lfv::ClientConfig ConfigFor(const MockService& gateway) {
  lfv::ClientConfig config{.region = "eu-west-1",
                           .endpoint_url = gateway.endpoint_url(),
                           .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())};
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token&) { return true; };
  config.platform.getenv = [](const std::string&) { return std::optional<std::string>(); };
  return config;
}

auto ListJobs(const lfv::Client& client) {
  return client.ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest().WithProjectName("boards"));
}

TEST(Gateways, AuthenticateUsersByAKeyNextToTheSignature) {
  const MockService gateway({.handler = Requires("x-api-key", "key-of-line-7")});
  lfv::ClientConfig config = ConfigFor(gateway);
  config.headers = {{"x-api-key", "key-of-line-7"}};
  EXPECT_TRUE(ListJobs(lfv::Client(config)));
}

TEST(Gateways, AuthenticateUsersByATokenThatRotates) {
  const std::string file = ::testing::TempDir() + "gateway-token";
  std::ofstream(file) << "token-of-today\n";
  const MockService gateway(
      {.verify_signatures = false, .handler = Requires("Authorization", "Bearer token-of-today")});
  lfv::ClientConfig config = ConfigFor(gateway);
  config.credentials = lfv::MakeBearerTokenFileCredentials(file);
  const lfv::Client client(config);
  EXPECT_TRUE(ListJobs(client));
  std::ofstream(file) << "token-of-tomorrow\n";
  EXPECT_EQ(ListJobs(client).error().http_status, 401);
  std::filesystem::remove(file);
}

TEST(Gateways, ReceiveATraceWithEachAttempt) {
  MockService gateway;
  gateway.Enqueue({.response = Response{.status = 503}});
  lfv::ClientConfig config = ConfigFor(gateway);
  config.before_attempt = [](const lfv::AttemptRequest& request) -> std::optional<lfv::Error> {
    request.headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-000000000000000" +
                                           std::to_string(request.attempt) + "-01");
    return std::nullopt;
  };
  ASSERT_TRUE(ListJobs(lfv::Client(config)));
  EXPECT_NE(gateway.requests().at(0).headers.Find("traceparent"),
            gateway.requests().at(1).headers.Find("traceparent"));
}

TEST(Gateways, ServeSeveralTenantsOnOneConnection) {
  const MockService gateway;
  const lfv::Client client(ConfigFor(gateway));
  for (const std::string tenant : {"plant7", "plant9"}) {
    const lfv::Client of_tenant = client.With([&](lfv::ClientConfig& config) {
      config.headers = {{"x-tenant", tenant}};
    });
    ASSERT_TRUE(ListJobs(of_tenant));
    EXPECT_EQ(gateway.requests().back().headers.Find("x-tenant"), tenant);
  }
  EXPECT_EQ(gateway.counters().connections, 1u);
}

TEST(Gateways, ExplainErrorsInTheirBody) {
  const MockService gateway({.handler = Requires("x-api-key", "key-of-line-7")});
  const auto listed = ListJobs(lfv::Client(ConfigFor(gateway)));
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().body, "<html>the gateway does not know you</html>");
}

}  // namespace
