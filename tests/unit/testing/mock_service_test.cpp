// Tests of the options and faults that the mock service refuses.
#include <chrono>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(MockService, RefusesBasePathsThatNoRequestCouldMatch) {
  for (const char* base_path : {"vision", "/", "/vision/", "/a b", "/a?b", "/a#b", "/a\r\nb", "/50%"}) {
    EXPECT_THROW(MockService({.base_path = base_path}), std::invalid_argument) << base_path;
  }
}

TEST(MockService, AcceptsBasePaths) {
  for (const std::string base_path : {"", "/vision", "/plant//7", "/a%20b"}) {
    const MockService service({.base_path = base_path});
    EXPECT_TRUE(service.endpoint_url().ends_with(std::to_string(service.port()) + base_path));
  }
}

TEST(MockService, RefusesAUnixSocketWithAPortTlsOrABasePath) {
  const std::string path = ::testing::TempDir() + "never-made.sock";
  EXPECT_THROW(MockService({.port = 1, .unix_socket = path}), std::invalid_argument);
  EXPECT_THROW(MockService({.unix_socket = path, .tls = true}), std::invalid_argument);
  EXPECT_THROW(MockService({.unix_socket = path, .base_path = "/vision"}), std::invalid_argument);
}

TEST(MockService, RefusesInvalidPathsOfAUnixSocket) {
  for (const std::string& path :
       {std::string("gateway.sock"), std::string("//run/gateway.sock"), "/" + std::string(200, 'x')}) {
    EXPECT_THROW(MockService({.unix_socket = path}), std::invalid_argument) << path;
  }
}

TEST(MockService, RefusesHostsThatAreNotAddresses) {
  for (const char* host : {"", "localhost", "[::1]", "127.1", "127.0.0.1:8080", "fe80::1%lo"}) {
    EXPECT_THROW(MockService({.host = host}), std::invalid_argument) << host;
  }
}

TEST(UrlHost, IsReachableFromThisMachine) {
  EXPECT_EQ(UrlHost("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(UrlHost("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(UrlHost("::1"), "[::1]");
  EXPECT_EQ(UrlHost("fe80::1"), "[fe80::1]");
  EXPECT_EQ(UrlHost("0.0.0.0"), "127.0.0.1");
  for (const char* any : {"::", "0::0", "::0.0.0.0"}) EXPECT_EQ(UrlHost(any), "[::1]");
}

TEST(MockService, ChangesItsJobsAtRunTime) {
  std::string state;
  MockService service({.on_change = [&](const std::string& seed) { state = seed; }});
  EXPECT_THAT(state, HasSubstr(R"("jobs": [])"));
  service.ReplaceState(R"({"jobs":[{"Start":{"ProjectName":"boards","ModelVersion":"2","JobName":"nightly",
      "Configuration":{"Greengrass":{"ComponentName":"c","TargetDevice":"jetson_xavier",
                                     "S3OutputLocation":{"Bucket":"bucket"}}}}}]})");
  service.EndJob("boards", "nightly", "no such bucket");
  EXPECT_THAT(state, HasSubstr(R"("StatusMessage": "no such bucket")"));
  EXPECT_THROW(service.EndJob("boards", "other"), std::invalid_argument);
  EXPECT_THROW(service.ReplaceState("{"), std::invalid_argument);
  service.EndJob("boards", "nightly");
  service.AdvanceClock(std::chrono::milliseconds{5});
  EXPECT_THROW(service.AdvanceClock(std::chrono::milliseconds{-1}), std::invalid_argument);
  EXPECT_THAT(state, AllOf(HasSubstr(R"("Status": "SUCCEEDED")"), HasSubstr(R"("clock_advance_ms": 5,)")));
  service.Reset();
  EXPECT_THAT(state, AllOf(HasSubstr(R"("jobs": [])"), HasSubstr(R"("clock_advance_ms": 0,)")));
}

TEST(MockService, RefusesInvalidOptions) {
  EXPECT_THROW(MockService({.max_page_size = 0}), std::invalid_argument);
  EXPECT_THROW(MockService({.max_request_rate = RequestRate{.requests = 0}}), std::invalid_argument);
  EXPECT_THROW(MockService({.max_request_rate = RequestRate{.period = std::chrono::seconds{0}}}),
               std::invalid_argument);
  EXPECT_THROW(MockService({.seed = "{"}), std::invalid_argument);
}

TEST(MockService, RefusesAnInvalidOngoingFault) {
  MockService service;
  EXPECT_THROW(service.Install({.share = 1.01}), std::invalid_argument);
  EXPECT_THROW(service.Install({.begins_after = std::chrono::milliseconds{-1}}), std::invalid_argument);
  EXPECT_THROW(service.Install({.lasts = std::chrono::milliseconds::max()}), std::invalid_argument);
}

TEST(MockService, RefusesAClockSkewBeyondAYear) {
  MockService service;
  service.SetClockSkew(std::chrono::hours{24 * 366});
  EXPECT_THROW(service.SetClockSkew(std::chrono::milliseconds::max()), std::invalid_argument);
  EXPECT_THROW(service.SetClockSkew(std::chrono::milliseconds::min()), std::invalid_argument);
}

}  // namespace
}  // namespace lookoutvision::testing
