// Tests of the requests to the admin server.
#include "testing/admin.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class AdminTest : public ::testing::Test {
 protected:
  Response Ask(std::string method, std::string target, std::string body = {}) {
    return HandleAdminRequest(
        {.method = std::move(method), .target = std::move(target), .body = std::move(body)}, actions_);
  }

  std::vector<std::pair<int, int>> queued_;  // status and times
  std::vector<OngoingFault> ongoing_;
  std::vector<std::string> done_;
  AdminActions actions_{
      .enqueue = [this](const Fault& fault,
                        int times) { queued_.emplace_back(fault.response->status, times); },
      .install = [this](const OngoingFault& fault) { ongoing_.push_back(fault); },
      .clear_faults = [this] { done_.emplace_back("clear"); },
      .release = [this] { done_.emplace_back("release"); },
      .set_clock_skew =
          [this](std::chrono::milliseconds skew) { done_.push_back(std::to_string(skew.count())); },
      .state = [] { return std::string("{}"); }};
};

TEST_F(AdminTest, ReturnsTheStateAndAnOverview) {
  EXPECT_EQ(Ask("GET", "/state").body, "{}");
  EXPECT_THAT(*Ask("GET", "/").body, HasSubstr("POST /faults"));
}

TEST_F(AdminTest, EnqueuesAndInstallsFaults) {
  EXPECT_EQ(Ask("POST", "/faults", R"([{"response":{"status":503},"times":2},{"share":0.5}])").status, 200);
  EXPECT_THAT(queued_, ElementsAre(Pair(503, 2)));
  EXPECT_THAT(ongoing_, ElementsAre(OngoingFault{.share = 0.5}));
}

TEST_F(AdminTest, AppliesNoFaultOfAListWithAnInvalidOne) {
  const Response response = Ask("POST", "/faults", R"([{"response":{"status":503}},{"when":"later"}])");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, "fault[1].when is not a known member\n");
  EXPECT_THAT(queued_, IsEmpty());
}

TEST_F(AdminTest, ClearsReleasesAndSetsTheClock) {
  EXPECT_EQ(Ask("DELETE", "/faults").status, 200);
  EXPECT_EQ(Ask("POST", "/release").status, 200);
  EXPECT_EQ(Ask("PUT", "/clock", R"({"skew_ms":-5000})").status, 200);
  EXPECT_THAT(done_, ElementsAre("clear", "release", "-5000"));
}

TEST_F(AdminTest, RefusesAnInvalidClockSkew) {
  for (const char* body :
       {"", "[]", "{}", R"({"skew_ms":"1"})", R"({"skew_ms":1.5})", R"({"skew_ms":1,"a":2})",
        R"({"skew_ms":31622400001})", R"({"skew_ms":-31622400001})", R"({"skew_ms":18446744073709551615})",
        R"({"skew_ms":9223372036854775808})"}) {
    EXPECT_EQ(Ask("PUT", "/clock", body).status, 400) << body;
  }
  EXPECT_THAT(done_, IsEmpty());
}

TEST_F(AdminTest, RefusesUnknownPaths) {
  EXPECT_EQ(Ask("GET", "/faults").status, 404);
  EXPECT_EQ(Ask("POST", "/state").status, 404);
  EXPECT_EQ(Ask("GET", "/state?").status, 404);
}

TEST_F(AdminTest, RefusesWebPages) {
  for (const char* header : {"Origin", "Sec-Fetch-Site"}) {
    RecordedRequest request{.method = "DELETE", .target = "/faults"};
    request.headers.Add(header, "x");
    EXPECT_EQ(HandleAdminRequest(request, actions_).status, 403);
  }
  EXPECT_THAT(done_, IsEmpty());
}

TEST_F(AdminTest, AcceptsLoopbackAndConfiguredHostsOnly) {
  actions_.hosts = {"mock.plant7.example"};
  const auto status_for = [this](const std::string& host) {
    RecordedRequest request{.method = "GET", .target = "/state"};
    request.headers.Add("Host", host);
    return HandleAdminRequest(request, actions_).status;
  };
  for (const char* host : {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080",
                           "mock.plant7.example", "Mock.Plant7.Example:8080"}) {
    EXPECT_EQ(status_for(host), 200) << host;
  }
  for (const char* host : {"rebound.example", "rebound.example:8080", "127.0.0.1.rebound.example", "10.0.0.1",
                           "localhost.rebound.example", "localhost@rebound.example", "", "a b"}) {
    EXPECT_EQ(status_for(host), 403) << host;
  }
}

}  // namespace
}  // namespace lookoutvision::testing
