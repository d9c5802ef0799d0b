// Tests of calls whose HTTP responses are malformed, unusual or hostile.
#include "hostile_responses.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/hostile_calls.h"

namespace lookoutvision {
namespace {

using hostile_responses::kBody;
using hostile_responses::Row;
using hostile_responses::Rows;
using hostile_responses::ServiceFailure;
using test::Describe;
using test::HastyConfig;
using test::RawResponse;
using test::SomeDescribe;
using test::SomeStart;
using test::Start;
using testing::FaultPoint;
using testing::MockService;

class HostileResponse : public ::testing::TestWithParam<Row> {};

TEST_P(HostileResponse, ToADescribeHasTheExpectedOutcome) {
  MockService service;
  const auto described = Describe(service, GetParam().response);
  if (GetParam().failing) {
    ASSERT_FALSE(described) << *described;
    return ExpectFailure(described.error(), *GetParam().failing, service);
  }
  ASSERT_TRUE(described) << described.error();
  EXPECT_EQ(described->model_packaging_description, ModelPackagingDescription{.job_name = "job-1"});
  EXPECT_EQ(described->request_id, "r-1");
}

TEST_P(HostileResponse, ToAStartHasTheExpectedOutcomeAndClientToken) {
  MockService service;
  const auto started = Start(service, GetParam().response);
  const auto requests = service.requests();
  ASSERT_FALSE(requests.empty());
  const auto token = requests.front().headers.Find("X-Amzn-Client-Token");
  if (GetParam().failing) {
    ASSERT_FALSE(started) << *started;
    EXPECT_EQ(started.error().client_token, token);
    const int status = GetParam().failing->status;
    EXPECT_EQ(started.error().may_have_taken_effect, status == 0 || status == 200 || status >= 500);
    return ExpectFailure(started.error(), *GetParam().failing, service);
  }
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(started->job_name, "job-1");
  EXPECT_EQ(started->client_token, token);
  EXPECT_EQ(started->request_id, "r-1");
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, HostileResponse, ::testing::ValuesIn(Rows()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(HostileResponses, WithoutContentAreAnEmptyDescriptionButNotAStartedJob) {
  for (const std::string& response :
       {std::string("HTTP/1.1 204 No Content\r\nx-amzn-RequestId: r-1\r\n\r\n"),
        RawResponse("204 No Content", "", kBody), RawResponse("200 OK", "", "")}) {
    MockService service;
    test::RespondToAll(service, response);
    const Client client(HastyConfig(service.endpoint_url()));
    const auto described = client.DescribeModelPackagingJob(SomeDescribe());
    ASSERT_TRUE(described) << described.error();
    EXPECT_EQ(described->model_packaging_description, ModelPackagingDescription{});
    const auto started = client.StartModelPackagingJob(SomeStart());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kUnreadableResponse);
    EXPECT_EQ(started.error().attempts, 1);
    EXPECT_THAT(started.error().message, ::testing::HasSubstr("has no JobName"));
    EXPECT_TRUE(started.error().may_have_taken_effect);
  }
}

TEST(HostileResponses, WithARedirectAreErrorsAndAreNotFollowed) {
  MockService elsewhere;
  for (const char* status : {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
                             "308 Permanent Redirect"}) {
    const std::string target = elsewhere.endpoint_url() + "/stolen";
    MockService service;
    const auto started =
        Start(service, RawResponse(status, "Location: " + target + "\r\n", R"({"message":"moved"})"));
    ASSERT_FALSE(started);
    ExpectFailure(
        started.error(),
        ServiceFailure(std::stoi(status), "redirect to \"" + target + "\"; redirects are not followed"),
        service);
  }
  EXPECT_EQ(elsewhere.counters().connections, 0u);
}

TEST(HostileResponses, WithoutARequestAreDiscarded) {
  const std::string unrequested = RawResponse("200 OK", "", R"({"JobName":"another"})");
  for (const bool tls : {false, true}) {
    MockService service({.tls = tls});
    ClientConfig config = HastyConfig(service.endpoint_url());
    config.ca_bundle = service.ca_bundle_path();
    const Client client(config);
    service.Enqueue({.response = testing::Response{.raw = RawResponse("200 OK", "", kBody)}});
    service.Enqueue({.response = testing::Response{.raw = RawResponse("200 OK", "", kBody) + unrequested},
                     .at = FaultPoint::kResponseEnd,
                     .byte_interval = std::chrono::milliseconds{1}});
    ASSERT_TRUE(client.StartModelPackagingJob(SomeStart()));
    ASSERT_TRUE(client.StartModelPackagingJob(SomeStart()));
    EXPECT_EQ(service.counters().connections, 1u);

    ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 2; }));
    service.Enqueue({.response = testing::Response{.body = kBody}});
    const auto started = client.StartModelPackagingJob(SomeStart());
    ASSERT_TRUE(started) << started.error();
    EXPECT_EQ(started->job_name, "job-1");
    EXPECT_EQ(service.counters().connections, 2u);
  }
}

}  // namespace
}  // namespace lookoutvision
