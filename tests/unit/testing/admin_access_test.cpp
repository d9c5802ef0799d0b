// Tests of which requests the admin server accepts.
#include "testing/admin_access.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "testing/admin.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

using Headers = std::vector<HttpHeaders::Field>;

class AdminAccess : public ::testing::Test {
 protected:
  bool Accepts(const std::string& method, const std::string& target, const Headers& headers) const {
    RecordedRequest request{.method = method, .target = target};
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    return !ValidateAccess(request, service_);
  }
  // A request that changes something, to localhost:8081.
  bool Accepts(Headers headers) const {
    headers.push_back({"Host", "localhost:8081"});
    return Accepts("POST", "/release", headers);
  }

  ServiceState service_{{.admin_hosts = {"mock.plant7.example"}}};
  const HttpHeaders::Field token_{std::string(kAdminTokenHeader), service_.admin_token};
};

TEST_F(AdminAccess, IsForLoopbackAndConfiguredHostsOnly) {
  for (const char* host : {"localhost", "LOCALHOST:8080", "localhost.:8080", "127.0.0.1:8080", "127.1.2.3",
                           "[::1]:8080", "mock.plant7.example", "Mock.Plant7.Example:8080"}) {
    EXPECT_TRUE(Accepts("GET", "/state", {{"Host", host}})) << host;
  }
  for (const char* host : {"rebound.example", "rebound.example:8080", "127.0.0.1.rebound.example", "10.0.0.1",
                           "localhost.rebound.example", "localhost@rebound.example", "", "a b"}) {
    EXPECT_FALSE(Accepts("GET", "/state", {{"Host", host}})) << host;
    // Not even the page itself.
    EXPECT_FALSE(
        Accepts("POST", "/release", {{"Host", host}, {"Origin", "http://" + std::string(host)}, token_}))
        << host;
  }
}

TEST_F(AdminAccess, NeedsNoTokenWithoutABrowser) {
  EXPECT_TRUE(Accepts(Headers{}));
  EXPECT_TRUE(Accepts("DELETE", "/faults", {}));
}

TEST_F(AdminAccess, NeedsTheOwnOriginAndTheTokenOfThePage) {
  EXPECT_TRUE(Accepts({{"Origin", "http://localhost:8081"}, token_}));
  EXPECT_TRUE(Accepts({{"Origin", "http://localhost:8081"}, {"Sec-Fetch-Site", "same-origin"}, token_}));
  EXPECT_FALSE(Accepts({{"Origin", "http://localhost:8081"}}));
  EXPECT_FALSE(Accepts({{"Origin", "http://localhost:8081"}, {"Sec-Fetch-Site", "same-origin"}}));
  for (const char* origin : {"http://localhost", "http://localhost:8082", "https://localhost:8081",
                             "http://127.0.0.1:8081", "http://site.example", "null", ""}) {
    EXPECT_FALSE(Accepts({{"Origin", origin}})) << origin;
    EXPECT_FALSE(Accepts({{"Origin", origin}, token_})) << origin;
  }
}

TEST_F(AdminAccess, NeedsAHostToCompareTheOriginWith) {
  EXPECT_FALSE(Accepts("POST", "/release", {{"Origin", "http://localhost:8081"}, token_}));
}

TEST_F(AdminAccess, RefusesWhatAnotherSiteCauses) {
  for (const char* site : {"cross-site", "same-site", "x", ""}) {
    EXPECT_FALSE(Accepts({{"Sec-Fetch-Site", site}})) << site;
    EXPECT_FALSE(Accepts({{"Sec-Fetch-Site", site}, token_})) << site;
    EXPECT_FALSE(Accepts("GET", "/state", {{"Sec-Fetch-Site", site}})) << site;
  }
  // The page's own reads, and the address bar.
  for (const char* site : {"same-origin", "none"}) {
    EXPECT_TRUE(Accepts("GET", "/state", {{"Sec-Fetch-Site", site}})) << site;
  }
}

TEST_F(AdminAccess, LetsALinkOfAnySiteOpenThePage) {
  const HttpHeaders::Field site{"Sec-Fetch-Site", "cross-site"};
  const HttpHeaders::Field navigate{"Sec-Fetch-Mode", "navigate"};
  const HttpHeaders::Field document{"Sec-Fetch-Dest", "document"};
  EXPECT_TRUE(Accepts("GET", "/", {site, navigate, document}));
  EXPECT_FALSE(Accepts("POST", "/", {site, navigate, document}));
  EXPECT_FALSE(Accepts("GET", "/state", {site, navigate, document}));
  EXPECT_FALSE(Accepts("GET", "/", {site, navigate, {"Sec-Fetch-Dest", "iframe"}}));
  EXPECT_FALSE(Accepts("GET", "/", {site, {"Sec-Fetch-Mode", "no-cors"}, document}));
  EXPECT_FALSE(Accepts("GET", "/", {site}));
  EXPECT_FALSE(Accepts("GET", "/", {site, navigate, document, {"Origin", "http://site.example"}}));
}

TEST_F(AdminAccess, RefusesTheTokenOfAnotherService) {
  EXPECT_FALSE(Accepts({{std::string(kAdminTokenHeader), ServiceState({}).admin_token}}));
  EXPECT_FALSE(Accepts({{"Origin", "http://localhost:8081"}, {std::string(kAdminTokenHeader), ""}}));
}

TEST_F(AdminAccess, IsCheckedBeforeARequestTakesEffect) {
  service_.faults.Push({}, 1);
  RecordedRequest request{.method = "DELETE", .target = "/faults"};
  request.headers.Add("Origin", "http://site.example");
  EXPECT_EQ(HandleAdminRequest(request, service_, [] {}).status, 403);
  EXPECT_EQ(service_.faults.queued(), 1u);
}

}  // namespace
}  // namespace lookoutvision::testing
