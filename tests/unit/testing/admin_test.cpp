// Tests of the requests to the admin server.
#include "testing/admin.h"

#include <chrono>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_platform.h"
#include "testing/page.h"
#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kJob =
    R"({"Start":{"ProjectName":"boards","ModelVersion":"2","JobName":"nightly",)"
    R"("Configuration":{"Greengrass":{"ComponentName":"c","TargetDevice":"jetson_xavier",)"
    R"("S3OutputLocation":{"Bucket":"bucket"}}}}})";

class AdminTest : public ::testing::Test {
 protected:
  Response Handle(const RecordedRequest& request) {
    return HandleAdminRequest(request, service_, [this] { ++releases_; });
  }
  Response Send(std::string method, std::string target, std::string body = {}) {
    return Handle({.method = std::move(method), .target = std::move(target), .body = std::move(body)});
  }

  static std::string HeaderOf(const Response& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers) {
      if (name == wanted) return value;
    }
    return {};
  }

  // The time does not change.
  test::FakePlatform fake_;
  ServiceState service_{{.platform = fake_.platform()}};
  int releases_ = 0;
};

TEST_F(AdminTest, ReturnsTheStateAndAnOverview) {
  EXPECT_EQ(Send("GET", "/state").body, StateJson(service_));
  EXPECT_THAT(*Send("GET", "/").body, HasSubstr("POST /faults"));
}

TEST_F(AdminTest, EnqueuesAndInstallsFaults) {
  const Response added = Send("POST", "/faults", R"([{"response":{"status":503},"times":2},{"share":0.5}])");
  EXPECT_EQ(added.status, 200);
  EXPECT_EQ(added.body, "{\"ids\":[1,2]}\n");
  EXPECT_THAT(service_.faults.installed(),
              ElementsAre(InstalledFault{.id = 1,
                                         .fault = QueuedFault{.fault = {.response = Response{.status = 503}},
                                                              .times = 2}},
                          InstalledFault{.id = 2, .fault = OngoingFault{.share = 0.5}}));
}

TEST_F(AdminTest, ListsAndRemovesFaults) {
  EXPECT_EQ(Send("GET", "/faults").body, "{\n  \"faults\": []\n}\n");
  Send("POST", "/faults", R"([{"times":2},{"share":0.5}])");
  const std::string list = *Send("GET", "/faults").body;
  EXPECT_THAT(list, HasSubstr("\"id\": 1,"));
  EXPECT_THAT(list, HasSubstr("\"times\": 2"));
  EXPECT_THAT(list, HasSubstr("\"share\": 0.5"));
  EXPECT_EQ(Send("DELETE", "/faults/1").status, 200);
  EXPECT_THAT(service_.faults.installed(),
              ElementsAre(InstalledFault{.id = 2, .fault = OngoingFault{.share = 0.5}}));
  for (const char* id : {"1", "0", "", "2x", "+2", "-2", "99999999999999999999999"}) {
    EXPECT_EQ(Send("DELETE", std::string("/faults/") + id).status, 404) << id;
  }
  EXPECT_EQ(service_.faults.installed().size(), 1u);
}

TEST_F(AdminTest, AppliesNoFaultOfAListWithAnInvalidOne) {
  const Response response = Send("POST", "/faults", R"([{"response":{"status":503}},{"when":"later"}])");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, "fault[1].when is not a known member\n");
  EXPECT_EQ(service_.faults.queued(), 0u);
}

TEST_F(AdminTest, ClearsReleasesAndSetsTheClock) {
  service_.faults.Push({}, 1);
  EXPECT_EQ(Send("DELETE", "/faults").status, 200);
  EXPECT_EQ(Send("POST", "/release").status, 200);
  EXPECT_EQ(Send("PUT", "/clock", R"({"skew_ms":-5000})").status, 200);
  EXPECT_EQ(service_.faults.queued(), 0u);
  EXPECT_EQ(releases_, 1);
  EXPECT_EQ(service_.clock_skew.load(), -5s);
}

TEST_F(AdminTest, RefusesAnInvalidClockSkew) {
  for (const char* body :
       {"", "[]", "{}", R"({"skew_ms":"1"})", R"({"skew_ms":1.5})", R"({"skew_ms":1,"a":2})",
        R"({"skew_ms":31622400001})", R"({"skew_ms":-31622400001})", R"({"skew_ms":18446744073709551615})",
        R"({"skew_ms":9223372036854775808})"}) {
    EXPECT_EQ(Send("PUT", "/clock", body).status, 400) << body;
  }
  EXPECT_EQ(service_.clock_skew.load(), 0s);
}

TEST_F(AdminTest, ReplacesTheState) {
  EXPECT_EQ(Send("PUT", "/state", R"({"projects":{"boards":["2"]},"jobs":[)" + kJob + "]}").status, 200);
  const std::string state = StateJson(service_);
  EXPECT_THAT(state, HasSubstr(R"("JobName": "nightly")"));
  EXPECT_THAT(state, HasSubstr(R"("boards": [)"));
  const Response refused = Send("PUT", "/state", R"({"jobs":[{}]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(*refused.body, HasSubstr("the seed's jobs[0].Start must be an object"));
  EXPECT_EQ(Send("PUT", "/state", R"({"jobs":[)" + kJob + "," + kJob + "]}").status, 400);
  EXPECT_EQ(StateJson(service_), state);
}

TEST_F(AdminTest, EndsJobs) {
  ASSERT_EQ(Send("PUT", "/state", R"({"jobs":[)" + kJob + "]}").status, 200);
  EXPECT_EQ(Send("PUT", "/jobs",
                 R"({"ProjectName":"boards","JobName":"nightly","Status":"FAILED",)"
                 R"("StatusMessage":"no such bucket"})")
                .status,
            200);
  EXPECT_THAT(StateJson(service_), HasSubstr(R"("StatusMessage": "no such bucket")"));
  EXPECT_EQ(Send("PUT", "/jobs", R"({"ProjectName":"boards","JobName":"nightly","Status":"FAILED"})").status,
            200);
  EXPECT_THAT(StateJson(service_), HasSubstr(R"("StatusMessage": "The model packaging job failed.")"));
  EXPECT_EQ(
      Send("PUT", "/jobs", R"({"ProjectName":"boards","JobName":"nightly","Status":"SUCCEEDED"})").status,
      200);
  EXPECT_THAT(StateJson(service_), HasSubstr(R"("Status": "SUCCEEDED")"));
  const Response unknown =
      Send("PUT", "/jobs", R"({"ProjectName":"boards","JobName":"x","Status":"FAILED"})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.body, "The model packaging job does not exist in the project.\n");
}

TEST_F(AdminTest, RefusesInvalidEndsOfJobs) {
  ASSERT_EQ(Send("PUT", "/state", R"({"jobs":[)" + kJob + "]}").status, 200);
  const std::string state = StateJson(service_);
  const std::string job = R"("ProjectName":"boards","JobName":"nightly")";
  for (const std::string& body :
       {std::string(), std::string("[]"), "{" + job + "}", "{" + job + R"(,"Status":"RUNNING"})",
        "{" + job + R"(,"Status":1})", std::string(R"({"ProjectName":"boards","Status":"FAILED"})"),
        "{" + job + R"(,"Status":"SUCCEEDED","StatusMessage":"m"})",
        "{" + job + R"(,"Status":"FAILED","StatusMessage":1})",
        "{" + job + R"(,"Status":"FAILED","Message":"m"})"}) {
    EXPECT_EQ(Send("PUT", "/jobs", body).status, 400) << body;
  }
  EXPECT_EQ(StateJson(service_), state);
}

TEST_F(AdminTest, AdvancesTheClockOfJobsOnly) {
  EXPECT_EQ(Send("POST", "/clock", R"({"advance_ms":60000})").status, 200);
  EXPECT_EQ(Send("POST", "/clock", R"({"advance_ms":1})").status, 200);
  EXPECT_THAT(StateJson(service_), HasSubstr(R"("clock_advance_ms": 60001,)"));
  EXPECT_EQ(service_.clock_skew.load(), 0s);
  for (const char* body : {"", R"({"skew_ms":1})", R"({"advance_ms":-1})", R"({"advance_ms":31622400000})"}) {
    EXPECT_EQ(Send("POST", "/clock", body).status, 400) << body;
  }
  EXPECT_THAT(StateJson(service_), HasSubstr(R"("clock_advance_ms": 60001,)"));
}

TEST_F(AdminTest, ResetsEverything) {
  const std::string initial = StateJson(service_);
  ASSERT_EQ(Send("PUT", "/state", R"({"projects":{},"jobs":[)" + kJob + "]}").status, 200);
  Send("POST", "/clock", R"({"advance_ms":60000})");
  service_.SetClockSkew(5s);
  service_.faults.Push({}, 1);
  service_.faults.Install({});
  service_.journal.AddRequest({});
  service_.journal.AddFault();
  EXPECT_EQ(Send("POST", "/reset").status, 200);
  EXPECT_EQ(StateJson(service_), initial);
  EXPECT_EQ(releases_, 1);
}

TEST_F(AdminTest, RefusesUnknownPaths) {
  EXPECT_EQ(Send("GET", "/faults/1").status, 404);
  EXPECT_EQ(Send("DELETE", "/state").status, 404);
  EXPECT_EQ(Send("GET", "/state?").status, 404);
}

TEST_F(AdminTest, ReturnsThePageIfABrowserAsks) {
  RecordedRequest request{.method = "GET", .target = "/"};
  request.headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  const Response response = Handle(request);
  EXPECT_THAT(*response.body, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(*response.body, HasSubstr("content=\"" + service_.admin_token + '"'));
  EXPECT_THAT(*response.body, Not(HasSubstr("@TOKEN@")));
  EXPECT_THAT(*response.body, Not(HasSubstr("@NONCE@")));
}

TEST_F(AdminTest, LetsTheOwnScriptAndStyleOfThePageRunAndNoOthers) {
  const Response page = MakePage("token");
  const std::string policy = HeaderOf(page, "Content-Security-Policy");
  const std::string nonce = policy.substr(policy.find("'nonce-") + 7, 36);
  EXPECT_EQ(policy, "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce +
                        "'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  EXPECT_THAT(*page.body, HasSubstr("<script nonce=\"" + nonce + "\">"));
  EXPECT_THAT(*page.body, HasSubstr("<style nonce=\"" + nonce + "\">"));
  EXPECT_NE(HeaderOf(MakePage("token"), "Content-Security-Policy"), policy);
}

TEST_F(AdminTest, LetsNoBrowserKeepOrShareAResponse) {
  for (const char* target : {"/", "/state", "/nothing"}) {
    const Response response = Send("GET", target);
    EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(HeaderOf(response, "Cross-Origin-Resource-Policy"), "same-origin") << target;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store") << target;
  }
}

TEST_F(AdminTest, ReturnsTheLastRequestsOnly) {
  for (const char* target : {"/1", "/2", "/3"}) {
    service_.journal.AddRequest({.method = "GET", .target = target});
  }
  EXPECT_EQ(Send("GET", "/state?requests=2").body, StateJson(service_, 2));
  EXPECT_THAT(StateJson(service_, 2), AllOf(Not(HasSubstr("/1")), HasSubstr("/2"), HasSubstr("/3")));
  EXPECT_EQ(StateJson(service_, 4), StateJson(service_));
  for (const char* target : {"/state?requests=", "/state?requests=-1", "/state?requests=1&a=2"}) {
    EXPECT_EQ(Send("GET", target).status, 400) << target;
  }
}

}  // namespace
}  // namespace lookoutvision::testing
