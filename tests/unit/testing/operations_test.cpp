// Tests of the operations of the mock service.
#include "testing/operations.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/signed_request.h"
#include "testing/responses.h"
#include "testing/seed.h"

namespace lookoutvision::testing {
namespace {

using ::testing::HasSubstr;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};
const std::string kJobs = "/2020-11-20/projects/boards/modelpackagingjobs";
const std::string kBody = R"({"ModelVersion":"2","Configuration":{"Greengrass":{"ComponentName":"c",)"
                          R"("S3OutputLocation":{"Bucket":"bucket"},"TargetDevice":"jetson_xavier"}}})";

Response Ask(Operations& operations, std::string method, std::string target, std::string body = {}) {
  return operations.Handle(
      {.method = std::move(method), .target = std::move(target), .body = std::move(body)}, kNow);
}

TEST(Operations, StartAndDescribe) {
  Operations operations({.verify_signatures = false});
  const Response started = Ask(operations, "POST", kJobs, kBody);
  EXPECT_EQ(started.status, 202);
  EXPECT_EQ(started.body, R"({"JobName":"model-packaging-job-1"})");
  const Response described = Ask(operations, "GET", kJobs + "/model-packaging-job-1");
  EXPECT_EQ(described.status, 200);
  EXPECT_THAT(*described.body, HasSubstr(R"("Status":"CREATED")"));
}

TEST(Operations, ListJobsByTheQuery) {
  Operations operations({.verify_signatures = false});
  for (int i = 0; i < 3; ++i) {
    std::string body = kBody;
    body.replace(body.find(R"("c")"), 3, "\"c" + std::to_string(i) + '"');
    ASSERT_EQ(Ask(operations, "POST", kJobs, body).status, 202);
  }
  const Response first = Ask(operations, "GET", kJobs + "?max%52esults=2");
  EXPECT_EQ(first.status, 200);
  EXPECT_THAT(*first.body, HasSubstr(R"({"ModelPackagingJobs":[{"JobName":"model-packaging-job-3",)"));
  const std::string key = R"("NextToken":")";
  ASSERT_THAT(*first.body, HasSubstr(key));
  const std::size_t begin = first.body->find(key) + key.size();
  const std::string token = first.body->substr(begin, first.body->find('"', begin) - begin);
  const Response second = Ask(operations, "GET", kJobs + "?x=y&nextToken=" + internal::PercentEncode(token));
  EXPECT_THAT(*second.body, HasSubstr(R"({"ModelPackagingJobs":[{"JobName":"model-packaging-job-1",)"));
  EXPECT_THAT(*second.body, ::testing::Not(HasSubstr(key)));
}

TEST(Operations, RefuseAnInvalidPageSizeOrToken) {
  Operations operations({.verify_signatures = false});
  for (const char* query : {"?maxResults=0", "?maxResults=101", "?maxResults=ten", "?maxResults=",
                            "?maxResults=99999999999999", "?nextToken=a-b", "?nextToken=unknown"}) {
    EXPECT_EQ(Ask(operations, "GET", kJobs + query).error_type, "ValidationException") << query;
  }
  EXPECT_EQ(Ask(operations, "GET", kJobs + "?maxResults").error_type, "ValidationException");
}

TEST(Operations, ReportAllViolationsOfARequest) {
  Operations operations({.verify_signatures = false});
  const Response response = Ask(operations, "POST", "/2020-11-20/projects/_p/modelpackagingjobs",
                                R"({"ModelVersion":"0","Configuration":{"Greengrass":{"ComponentName":"c d",
              "S3OutputLocation":{"Bucket":"bucket"},"TargetDevice":"jetson_xavier",
              "Tags":[{"Key":"k"}]}}})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.error_type, "ValidationException");
  for (const char* part :
       {"4 validation errors detected: ", "ProjectName: ", "ModelVersion: ",
        "Configuration.Greengrass.ComponentName: ", "Configuration.Greengrass.Tags[0].Value: is required"}) {
    EXPECT_THAT(*response.body, HasSubstr(part));
  }
  EXPECT_EQ(Ask(operations, "GET", kJobs + "/a%20b").error_type, "ValidationException");
}

TEST(Operations, RefuseAnUnreadableBody) {
  Operations operations({.verify_signatures = false});
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "The body must be an object."},
      {"null", "The body must be an object."},
      {"{}x", "The body is not well-formed JSON."},
      {R"({"ModelVersion":2})", "ModelVersion must be a string."},
      {R"({"Configuration":{"Greengrass":{"Tags":{}}}})", "Configuration.Greengrass.Tags must be an array."}};
  for (const auto& [body, message] : cases) {
    const Response response = Ask(operations, "POST", kJobs, body);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.error_type, "SerializationException");
    EXPECT_THAT(*response.body, HasSubstr(message)) << body;
  }
  EXPECT_EQ(Ask(operations, "POST", kJobs).error_type, "ValidationException");
}

TEST(Operations, CheckTheSignatureBeforeTheContent) {
  Operations operations({});
  EXPECT_EQ(Ask(operations, "POST", kJobs, "no JSON").error_type, "MissingAuthenticationTokenException");
  const auto signed_request = test::SignedRequest("POST", kJobs, "no JSON", {.time = kNow});
  EXPECT_EQ(operations.Handle(signed_request, kNow).error_type, "SerializationException");
}

TEST(Operations, UseTheRegionOfTheSignatureInTheArn) {
  Operations operations({.progress = ProgressByPolls{.running_at = 1, .finished_at = 1}});
  const auto start = test::SignedRequest("POST", kJobs, kBody, {.region = "eu-central-1", .time = kNow});
  ASSERT_EQ(operations.Handle(start, kNow).status, 202);
  const auto describe =
      test::SignedRequest("GET", kJobs + "/model-packaging-job-1", "", {.region = "us-west-2", .time = kNow});
  EXPECT_THAT(*operations.Handle(describe, kNow).body, HasSubstr("arn:aws:greengrass:eu-central-1:"));
}

TEST(Operations, ReadTheClientTokenFromItsHeader) {
  Operations operations({.verify_signatures = false});
  RecordedRequest request{.method = "POST", .target = kJobs, .body = kBody};
  request.headers.Add("X-Amzn-Client-Token", "token");
  const Response first = operations.Handle(request, kNow);
  EXPECT_EQ(operations.Handle(request, kNow), first);
}

TEST(Operations, DenyDeniedAccessKeys) {
  const Credentials denied{.access_key_id = "AKIADENIED", .secret_access_key = "secret"};
  Operations operations(
      {.credentials = {MakeTestCredentials(), denied}, .denied_access_keys = {"AKIADENIED"}});
  const auto start = test::SignedRequest("POST", kJobs, kBody, {.credentials = denied, .time = kNow});
  const Response response = operations.Handle(start, kNow);
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.error_type, "AccessDeniedException");
  EXPECT_THAT(*response.body, HasSubstr("user/AKIADENIED is not authorized to perform: "
                                        "lookoutvision:StartModelPackagingJob"));
  EXPECT_EQ(operations.Handle(test::SignedRequest("POST", kJobs, kBody, {.time = kNow}), kNow).status, 202);
  // The signature is checked before the access key.
  auto forged = start;
  forged.body += ' ';
  EXPECT_EQ(operations.Handle(forged, kNow).error_type, "InvalidSignatureException");
}

TEST(Operations, ThrottleBeyondTheRate) {
  using namespace std::chrono_literals;
  std::chrono::steady_clock::time_point steady_now{100h};
  Operations operations({.verify_signatures = false,
                         .max_request_rate = RequestRate{.requests = 2, .period = 10s},
                         .platform = {.steady_now = [&] { return steady_now; }}});
  const std::string job = kJobs + "/j";
  const auto expect_throttled = [&](const char* seconds) {
    const Response response = Ask(operations, "GET", job);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.error_type, "ThrottlingException");
    EXPECT_THAT(*response.body, HasSubstr(R"("QuotaCode":"L-MOCKRATE","ServiceCode":"lookoutvision")"));
    EXPECT_THAT(response.headers, ::testing::ElementsAre(::testing::Pair("Retry-After", seconds)));
  };
  // A period begins with a request.
  EXPECT_EQ(Ask(operations, "GET", job).status, 404);
  steady_now += 9s;
  EXPECT_EQ(Ask(operations, "GET", job).status, 404);
  expect_throttled("1");
  steady_now += 1s;
  EXPECT_EQ(Ask(operations, "GET", job).status, 404);
  steady_now += 2500ms;
  EXPECT_EQ(Ask(operations, "GET", job).status, 404);
  expect_throttled("8");
  // A refused request neither counts nor extends the period.
  steady_now += 7500ms;
  EXPECT_EQ(Ask(operations, "GET", job).status, 404);
}

TEST(Operations, AcceptEveryRequestWithoutARate) {
  Operations operations({.verify_signatures = false});
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(Ask(operations, "GET", kJobs + "/j").status, 404);
}

TEST(Operations, MatchWholePathsAndDecodeTheirLabels) {
  Operations operations({.verify_signatures = false});
  EXPECT_EQ(Ask(operations, "GET", "/2020-11-20/projects/%62oards/modelpackagingjobs").status, 200);
  EXPECT_THAT(*Ask(operations, "GET", kJobs + "/a%2Fb").body, HasSubstr("JobName: "));
  for (const std::string& path :
       {std::string(""), std::string("/"), kJobs.substr(1), "/" + kJobs, kJobs + "/", kJobs + "/a/b",
        kJobs + "x", std::string("/2020-11-20/projects//modelpackagingjobs"),
        std::string("/2020-11-20/projects/a/b/modelpackagingjobs"), std::string("/2020-11-20/projects/a")}) {
    EXPECT_EQ(Ask(operations, "GET", path).error_type, "UnknownOperationException") << path;
  }
}

TEST(Operations, KnowWhatARequestIsAbout) {
  Operations operations(
      {.verify_signatures = false,
       .seed = R"({"jobs":[{"Start":{"ProjectName":"boards","JobName":"old",)" + kBody.substr(1) + "}]}",
       .platform = {.system_now = [] { return kNow; }}});
  const auto describe = operations.SubjectOf({.method = "GET", .target = kJobs + "/old"});
  EXPECT_EQ(describe.operation, "DescribeModelPackagingJob");
  EXPECT_EQ(describe.project, "boards");
  EXPECT_FALSE(describe.component.empty());
  EXPECT_EQ(operations.SubjectOf({.method = "GET", .target = kJobs + "/none"}).component, "");
  const auto start = operations.SubjectOf({.method = "POST", .target = kJobs + "?x", .body = kBody});
  EXPECT_EQ(start.operation, "StartModelPackagingJob");
  EXPECT_EQ(start.component, describe.component);
  EXPECT_EQ(operations.SubjectOf({.method = "POST", .target = kJobs, .body = "{"}).component, "");
  EXPECT_EQ(operations.SubjectOf({.method = "GET", .target = kJobs}).operation, "ListModelPackagingJobs");
  EXPECT_EQ(operations.SubjectOf({.method = "GET", .target = "/"}).operation, "");
}

TEST(Operations, StartFromASeed) {
  Operations operations(
      {.verify_signatures = false,
       .seed = R"({"jobs":[{"Status":"FAILED","Start":{"ProjectName":"boards","JobName":"old",)" +
               kBody.substr(1) + "}]}",
       .platform = {.system_now = [] { return kNow; }}});
  EXPECT_THAT(*Ask(operations, "GET", kJobs + "/old").body, HasSubstr(R"("Status":"FAILED")"));
}

TEST(Operations, ReturnToTheOptionsAndTheirSeed) {
  Operations operations(
      {.verify_signatures = false,
       .job_progress =
           [started = 0](const auto&) mutable {
             return std::optional(ProgressByTime{.finished_after = std::chrono::seconds{++started}});
           },
       .max_request_rate = RequestRate{.requests = 2},
       .seed = R"({"jobs":[{"Start":{"ProjectName":"boards","JobName":"old",)" + kBody.substr(1) + "}]}",
       .platform = {.system_now = [] { return kNow; },
                    .steady_now = [] { return std::chrono::steady_clock::time_point{}; }}});
  const auto state = [&] {
    std::string text;
    operations.Inspect(kNow, [&](const JobStore& jobs) { text = WriteSeed(jobs); });
    return text;
  };
  const std::string initial = state();
  operations.Replace(R"({"projects":{"casings":[]}})");
  EXPECT_EQ(Ask(operations, "GET", kJobs).error_type, "ResourceNotFoundException");
  operations.AdvanceClock(std::chrono::seconds{1});
  EXPECT_EQ(Ask(operations, "GET", kJobs + "/old").status, 404);
  EXPECT_EQ(Ask(operations, "GET", kJobs).status, 429);
  operations.Reset();
  EXPECT_EQ(state(), initial);
  EXPECT_EQ(Ask(operations, "GET", kJobs + "/old").status, 200);
}

TEST(Operations, ReplaceJobsTokensAndProjectsAsAWhole) {
  Operations operations({.verify_signatures = false,
                         .projects = {{{"boards", {}}}},
                         .platform = {.system_now = [] { return kNow; }}});
  RecordedRequest start{.method = "POST", .target = kJobs, .body = kBody};
  start.headers.Add("X-Amzn-Client-Token", "token");
  const Response first = operations.Handle(start, kNow);
  operations.Replace("{}");
  EXPECT_EQ(Ask(operations, "GET", "/2020-11-20/projects/casings/modelpackagingjobs").body,
            R"({"ModelPackagingJobs":[]})");
  start.body.replace(start.body.find(R"("c")"), 3, R"("d")");
  EXPECT_EQ(operations.Handle(start, kNow).status, 202);
  EXPECT_THROW(operations.Replace("{"), std::invalid_argument);
  EXPECT_EQ(operations.Handle(start, kNow).status, 202);
}

TEST(Operations, AdvanceTheClockForJobsAndTokensButNotForSignatures) {
  Operations operations({.progress = ProgressByTime{.running_after = std::chrono::hours{1},
                                                    .finished_after = std::chrono::hours{8}}});
  auto start = test::SignedRequest("POST", kJobs, kBody, {.time = kNow});
  ASSERT_EQ(operations.Handle(start, kNow).status, 202);
  operations.AdvanceClock(std::chrono::hours{1});
  const auto describe = test::SignedRequest("GET", kJobs + "/model-packaging-job-1", "", {.time = kNow});
  EXPECT_THAT(*operations.Handle(describe, kNow).body, HasSubstr(R"("Status":"RUNNING")"));
  EXPECT_THAT(*operations.Handle(describe, kNow).body, HasSubstr(R"("LastUpdatedTimestamp":1440941760.)"));
}

TEST(Operations, ReportEachChangeBeforeTheResponse) {
  std::vector<std::string> seeds;
  Operations operations({.verify_signatures = false,
                         .on_change = [&](const std::string& seed) { seeds.push_back(seed); },
                         .platform = {.system_now = [] { return kNow; }}});
  EXPECT_EQ(seeds.size(), 0u);
  operations.ReportChange();
  EXPECT_EQ(seeds.size(), 1u);
  Ask(operations, "GET", kJobs);
  Ask(operations, "POST", kJobs, "{}");
  EXPECT_EQ(seeds.size(), 1u);
  Ask(operations, "POST", kJobs, kBody);
  ASSERT_EQ(seeds.size(), 2u);
  EXPECT_THAT(seeds[1], HasSubstr("model-packaging-job-1"));
  Ask(operations, "GET", kJobs + "/model-packaging-job-1");
  ASSERT_EQ(seeds.size(), 3u);
  EXPECT_THAT(seeds[2], HasSubstr(R"("Polls": 1,)"));
  operations.EndJob("boards", "model-packaging-job-1", "failed");
  EXPECT_EQ(seeds.size(), 4u);
  operations.AdvanceClock(std::chrono::seconds{1});
  EXPECT_EQ(seeds.size(), 5u);
  operations.Replace("{}");
  EXPECT_EQ(seeds.size(), 6u);
  operations.Reset();
  EXPECT_EQ(seeds.size(), 7u);
  EXPECT_THAT(seeds[6], HasSubstr(R"("clock_advance_ms": 0)"));
  EXPECT_THROW(operations.EndJob("boards", "x", "failed"), ServiceError);
  EXPECT_EQ(seeds.size(), 7u);
}

TEST(Operations, AreBelowTheBasePathOnly) {
  Operations operations({.base_path = "/a/b", .verify_signatures = false});
  EXPECT_EQ(Ask(operations, "GET", "/a/b" + kJobs + "/j").error_type, "ResourceNotFoundException");
  for (const std::string& target : {kJobs + "/j", "/a/b2" + kJobs + "/j", "/a/b/" + kJobs + "/j",
                                    "/a/b" + kJobs + "/j/", std::string("/a/b")}) {
    const Response response = Ask(operations, "GET", target);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.error_type, "UnknownOperationException") << target;
  }
}

}  // namespace
}  // namespace lookoutvision::testing
