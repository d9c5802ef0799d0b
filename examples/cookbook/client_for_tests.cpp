// The configuration of a client for tests: it calls a mock service, ignores the settings of the machine, and
// does not sleep.
#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

namespace lfv = lookoutvision;

lfv::ClientConfig ConfigForTests(const lfv::testing::MockService& service) {
  lfv::ClientConfig config{.region = "eu-west-1",
                           .endpoint_url = service.endpoint_url(),
                           .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())};
  config.platform.getenv = [](const std::string&) { return std::optional<std::string>(); };
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token& stop) {
    return !stop.stop_requested();
  };
  return config;
}
