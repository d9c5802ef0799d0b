// Tests of the state as JSON.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "testing/service_state.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};
const std::string kJobs = "/2020-11-20/projects/boards/modelpackagingjobs";
const std::string kBody = R"({"ModelVersion":"2","Configuration":{"Greengrass":{"ComponentName":"c",)"
                          R"("S3OutputLocation":{"Bucket":"bucket"},"TargetDevice":"jetson_xavier"}}})";

MockServiceOptions Options() {
  MockServiceOptions options{.verify_signatures = false, .projects = {{{"boards", {"2"}}}}};
  options.platform.system_now = [] { return kNow; };
  options.platform.steady_now = [] { return std::chrono::steady_clock::time_point{}; };
  return options;
}

RecordedRequest StartRequest() {
  RecordedRequest request{.method = "POST", .target = kJobs, .body = kBody};
  request.headers.Add("X-Amzn-Client-Token", "token");
  return request;
}

TEST(StateJson, HasEveryMember) {
  ServiceState service(Options());
  ASSERT_EQ(service.operations.Handle(StartRequest(), kNow).status, 202);
  service.SetClockSkew(250ms);
  service.faults.Push({}, 2);
  service.faults.Install({.share = 0.5});
  RecordedRequest request{
      .method = "GET", .target = "/\xff", .body = "\xfe", .connection = 1, .status = 404, .fault = 1};
  request.headers.Add("Host", "h");
  service.journal.AddRequest(request);

  EXPECT_EQ(Json::parse(StateJson(service)), Json::parse(R"({
    "time": 1440938160.25,
    "clock_skew_ms": 250,
    "clock_advance_ms": 0,
    "projects": {"boards": ["2"]},
    "jobs": [{
      "JobName": "model-packaging-job-1", "Status": "CREATED", "Region": "us-east-1",
      "Polls": 0, "RunningAtPoll": 2, "FinishedAtPoll": 3,
      "CreationTimestamp": 1440938160.0, "LastUpdatedTimestamp": 1440938160.0,
      "Start": {
        "ProjectName": "boards", "ClientToken": "token", "ModelVersion": "2",
        "Configuration": {"Greengrass": {"ComponentName": "c", "S3OutputLocation": {"Bucket": "bucket"},
                                         "TargetDevice": "jetson_xavier"}}}}],
    "faults": {"queued": 2, "ongoing": [
      {"id": 2, "at": "request_read", "then": "continue", "share": 0.5, "begins_after_ms": 0}]},
    "counters": {"requests": 1, "connections": 0, "open_connections": 0, "faults": 0},
    "requests": [{"method": "GET", "target": "/\\xff", "headers": [["Host", "h"]], "body": "\\xfe", "tls": false,
                  "connection": 1, "status": 404, "fault": 1}]})"));
}

TEST(StateJson, OmitsSecrets) {
  ServiceState service(Options());
  RecordedRequest request{.method = "GET", .target = "/"};
  request.headers.Add("authorization", "Signature=5d67");
  request.headers.Add("X-Amz-Security-Token", "AQoDYXdz");
  request.error_type = "IncompleteSignatureException";
  request.error_message = "an unknown parameter: '5d67'";
  service.journal.AddRequest(request);
  const std::string state = StateJson(service);
  EXPECT_THAT(state, Not(HasSubstr("5d67")));
  EXPECT_THAT(state, Not(HasSubstr("AQoDYXdz")));
}

TEST(StateJson, IsASeedOfTheSameState) {
  ServiceState service(Options());
  ASSERT_EQ(service.operations.Handle(StartRequest(), kNow).status, 202);
  for (int poll = 0; poll < 2; ++poll) {
    service.operations.Handle({.method = "GET", .target = kJobs + "/model-packaging-job-1"}, kNow + 1s);
  }
  MockServiceOptions options = Options();
  options.seed = StateJson(service);
  ServiceState again(options);
  EXPECT_EQ(StateJson(again), options.seed);
  // The job that the token started has a name that the request did not give.
  EXPECT_EQ(again.operations.Handle(StartRequest(), kNow).body, R"({"JobName":"model-packaging-job-1"})");
}

}  // namespace
}  // namespace lookoutvision::testing
