// Tests of the call that starts a job and waits for it.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class StartAndWait : public ::testing::Test {
 protected:
  StartAndWait() { fake_.SetRandomShare(0); }

  WaitOutcome Call(const StartAndWaitOptions& options = {}, const CallOptions& call_options = {}) {
    const Client client({.endpoint_url = "https://vision.plant7.example",
                         .credentials = MakeAnonymousCredentials(),
                         .transport = transport_,
                         .platform = fake_.platform()});
    return client.StartModelPackagingJobAndWait(
        StartModelPackagingJobRequest()
            .WithProjectName("p")
            .WithModelVersion("1")
            .WithClientToken("token-1")
            .WithConfiguration(
                {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "b"}}}),
        options, call_options);
  }
  void Then(const std::string& status) {
    transport_->Then(200, R"({"ModelPackagingDescription":{"Status":")" + status + "\"}}");
  }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
};

constexpr const char* kStarted = R"({"JobName":"job-1"})";

TEST_F(StartAndWait, StartsTheJobReportsItAndWaitsForIt) {
  transport_->Then(200, kStarted);
  Then("RUNNING");
  Then("SUCCEEDED");
  std::vector<std::string> reported;
  StartAndWaitOptions options;
  options.on_start = [&](const StartModelPackagingJobResult& started) {
    reported.push_back(started.job_name + " " + started.client_token);
  };
  options.on_poll = [&](const ModelPackagingDescription& job) {
    reported.emplace_back(ToString(*job.status));
  };
  const auto done = Call(options);
  ASSERT_TRUE(done) << done.error();
  EXPECT_EQ(reported, (std::vector<std::string>{"job-1 token-1", "RUNNING", "SUCCEEDED"}));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amzn-Client-Token"), "token-1");
  EXPECT_EQ(transport_->sent().at(1).request.url,
            "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs/job-1");
}

TEST_F(StartAndWait, DoesNotPollIfTheStartFails) {
  transport_->Then(402, R"({"Message":"too many"})", {{"x-amzn-ErrorType", "ServiceQuotaExceededException"}});
  const auto done = Call();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kServiceQuotaExceededException);
  EXPECT_EQ(transport_->sent().size(), 1U);
  EXPECT_FALSE(done.error().may_have_taken_effect);
}

TEST_F(StartAndWait, ReportsJobAndTokenInEveryErrorAfterTheStart) {
  const auto expect_resumable = [](const WaitOutcome& done) {
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().client_token, "token-1");
    EXPECT_EQ(done.error().resource_id, "job-1");
    EXPECT_TRUE(done.error().may_have_taken_effect);
  };
  transport_->Then(200, kStarted);
  Then("RUNNING");
  Then("RUNNING");
  expect_resumable(Call({.schedule = {.timeout = seconds{1}}}));

  transport_->Then(200, kStarted);
  transport_->Then(403, R"({"Message":"not yours"})", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  expect_resumable(Call());

  std::stop_source source;
  fake_.on_sleep = [&] { source.request_stop(); };
  transport_->Then(200, kStarted);
  Then("RUNNING");
  expect_resumable(Call({}, {.stop_token = source.get_token()}));
}

TEST_F(StartAndWait, ReportsNoPossibleEffectIfTheJobFailed) {
  transport_->Then(200, kStarted);
  Then("FAILED");
  const auto done = Call();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kJobFailed);
  EXPECT_FALSE(done.error().may_have_taken_effect);
}

TEST_F(StartAndWait, AppliesOneTimeoutToStartAndWait) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{3});
    return HttpResponse{.status = 200, .body = kStarted};
  });
  Then("RUNNING");
  Then("RUNNING");
  const auto done = Call({}, {.timeout = seconds{4}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  ASSERT_EQ(transport_->sent().size(), 3U);
  EXPECT_EQ(transport_->sent()[1].options.timeout, seconds{1});

  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{5});
    return HttpResponse{.status = 200, .body = kStarted};
  });
  const auto late = Call({}, {.timeout = seconds{4}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(transport_->sent().size(), 4U);
}

TEST_F(StartAndWait, RejectsInvalidOptionsBeforeTheStart) {
  EXPECT_FALSE(Call({.schedule = {.min_delay = milliseconds{0}}}));
  EXPECT_TRUE(transport_->sent().empty());
}

}  // namespace
}  // namespace lookoutvision
