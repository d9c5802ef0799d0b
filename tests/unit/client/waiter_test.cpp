// Tests of the waiter: when it polls, when it ends, and with which outcome.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

class Waiter : public ::testing::Test {
 protected:
  Waiter() { fake_.SetRandomShare(0); }

  void Then(const std::string& status, const std::string& more = "") {
    transport_->Then(
        200, R"({"ModelPackagingDescription":{"JobName":"j","Status":")" + status + "\"" + more + "}}",
        {{"x-amzn-RequestId", "r-" + status}});
  }
  void ThenNotFound(const std::string& more = "") {
    transport_->Then(404, R"({"Message":"no such job")" + more + "}",
                     {{"x-amzn-ErrorType", "ResourceNotFoundException"}});
  }
  WaitOutcome Wait(const PollSchedule& schedule = {}, const CallOptions& call_options = {}) {
    return WaitWith({.schedule = schedule}, call_options);
  }
  WaitOutcome WaitWith(const WaitOptions& options, const CallOptions& call_options = {}) {
    const Client client({.endpoint_url = "https://vision.plant7.example",
                         .credentials = MakeAnonymousCredentials(),
                         .transport = transport_,
                         .platform = fake_.platform()});
    return client.WaitForModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"), options, call_options);
  }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
};

TEST_F(Waiter, PollsUntilTheJobHasSucceeded) {
  Then("CREATED");
  Then("RUNNING");
  Then("SUCCEEDED");
  std::vector<std::string> polls;
  const auto done = WaitWith({.on_poll = [&](const ModelPackagingDescription& description) {
    polls.emplace_back(ToString(*description.status));
  }});
  ASSERT_TRUE(done) << done.error();
  EXPECT_EQ(done->model_packaging_description.status, ModelPackagingJobStatus::kSucceeded);
  EXPECT_EQ(done->request_id, "r-SUCCEEDED");
  EXPECT_EQ(polls, (std::vector<std::string>{"CREATED", "RUNNING", "SUCCEEDED"}));
  EXPECT_EQ(transport_->sent().size(), 3U);
}

TEST_F(Waiter, DoesNotSleepIfTheJobHasEnded) {
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait());
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Waiter, ReportsAFailedJobAsJobFailed) {
  Then("RUNNING");
  Then("FAILED", R"(,"StatusMessage":"the bucket is gone")");
  const auto done = Wait();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kJobFailed);
  EXPECT_EQ(done.error().message, "the bucket is gone");
  EXPECT_EQ(done.error().request_id, "r-FAILED");
  EXPECT_EQ(done.error().resource_id, "j");
  EXPECT_EQ(done.error().endpoint, "https://vision.plant7.example");
  EXPECT_FALSE(done.error().retryable);
}

TEST_F(Waiter, ContinuesAfterAnUnknownOrMissingStatus) {
  Then("PAUSED");
  transport_->Then(200, "{}");
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait());
  EXPECT_EQ(fake_.sleeps.size(), 2U);
}

TEST_F(Waiter, GrowsTheDelayUpToTheMaximum) {
  for (int i = 0; i < 6; ++i) Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({.min_delay = seconds{2}, .max_delay = seconds{10}}));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, seconds{3}, milliseconds{4500},
                                                    milliseconds{6750}, seconds{10}, seconds{10}}));
}

TEST_F(Waiter, ShortensTheDelayByUpToAQuarterByDefault) {
  fake_.SetRandomShare(0.5);
  Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({.min_delay = seconds{8}, .max_delay = seconds{8}}));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{7}});
}

TEST_F(Waiter, ShortensTheDelayByTheGivenJitter) {
  fake_.SetRandomShare(0.5);
  for (const double jitter : {0.0, 1.0}) {
    Then("RUNNING");
    Then("SUCCEEDED");
    ASSERT_TRUE(Wait({.min_delay = seconds{8}, .max_delay = seconds{8}, .jitter = jitter}));
  }
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{8}, seconds{4}}));
}

TEST_F(Waiter, PollsAgainShortlyBeforeTheDeadline) {
  Then("RUNNING");
  Then("RUNNING");
  Then("RUNNING");
  const auto done = Wait({.min_delay = seconds{2}, .max_delay = seconds{2}, .timeout = seconds{4}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(done.error().message,
            "job \"j\" has not ended within the timeout of the wait; after 3.9 s its status is RUNNING");
  EXPECT_EQ(done.error().stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, milliseconds{1900}}));
  EXPECT_EQ(transport_->sent().size(), 3U);
}

TEST_F(Waiter, DetectsAJobThatEndsShortlyBeforeTheDeadline) {
  Then("RUNNING");
  Then("RUNNING");
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.min_delay = seconds{12}, .max_delay = seconds{12}, .timeout = seconds{20}}));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{12}, milliseconds{7900}}));
}

TEST_F(Waiter, LeavesTheLastPollTheDurationOfThePreviousOne) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{3});
    return HttpResponse{.status = 200, .body = "{}"};
  });
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.min_delay = seconds{30}, .max_delay = seconds{30}, .timeout = seconds{20}}));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{14}});
}

TEST_F(Waiter, ReportsItsDeadlineIfItEndsAPoll) {
  Then("RUNNING");
  transport_->Then([&](const HttpRequest&, const HttpSendOptions& options) {
    fake_.Advance(*options.timeout);
    return Failure(Error{.kind = ErrorKind::kTimeout, .message = "silence", .retryable = true});
  });
  const auto done = Wait({.timeout = seconds{2}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "job \"j\" has not ended within the timeout of the wait; after 2 s its status is RUNNING");
}

TEST_F(Waiter, DoesNotPollIfASleepEndsAfterTheDeadline) {
  Then("RUNNING");
  fake_.on_sleep = [&] { fake_.Advance(seconds{60}); };
  const auto done = Wait({.timeout = seconds{20}});
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.starts_with("job \"j\" has not ended")) << done.error();
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Waiter, EndsAtTheTimeoutOfTheCallOptions) {
  Then("RUNNING");
  Then("RUNNING");
  Then("RUNNING");
  const auto done = Wait({.min_delay = seconds{2}, .max_delay = seconds{2}}, {.timeout = seconds{3}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  const auto sent = transport_->sent();
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[0].options.timeout, seconds{3});
  EXPECT_EQ(sent[1].options.timeout, seconds{1});
  EXPECT_EQ(sent[2].options.timeout, milliseconds{100});
}

TEST_F(Waiter, AppliesTheCallTimeoutToEachPoll) {
  Then("SUCCEEDED");
  const Client client({.endpoint_url = "https://vision.plant7.example",
                       .credentials = MakeAnonymousCredentials(),
                       .timeouts = {.call = seconds{5}},
                       .transport = transport_,
                       .platform = fake_.platform()});
  ASSERT_TRUE(client.WaitForModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"),
      {.schedule = {.timeout = seconds{60}}}));
  EXPECT_EQ(transport_->sent()[0].options.timeout, seconds{5});
}

TEST_F(Waiter, StopsBetweenTwoPollsOnAStopRequest) {
  std::stop_source source;
  Then("RUNNING");
  Then("SUCCEEDED");
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto done = Wait({}, {.stop_token = source.get_token()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Waiter, EndsWithAnErrorThatIsNotRetryable) {
  Then("RUNNING");
  transport_->Then(403, R"({"Message":"not yours"})", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  const auto done = Wait();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kAccessDeniedException);
  ASSERT_NE(done.last_description(), nullptr);
  EXPECT_EQ(done.last_description()->status, ModelPackagingJobStatus::kRunning);
}

TEST_F(Waiter, PollsAgainIfANewJobIsNotFound) {
  ThenNotFound();
  ThenNotFound(R"(,"ResourceType":"MODEL_PACKAGE_JOB")");
  Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait());
  // The delays grow from the first poll that found the job.
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, seconds{2}, seconds{2}}));
}

TEST_F(Waiter, StopsIfTheJobIsNotFoundAfterTheGracePeriod) {
  for (int i = 0; i < 3; ++i) ThenNotFound();
  const auto done = Wait({.not_found_grace = seconds{4}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kResourceNotFoundException);
  EXPECT_EQ(done.error().attempts, 1);
  EXPECT_EQ(done.last_description(), nullptr);
  EXPECT_EQ(transport_->sent().size(), 3U);

  ThenNotFound();
  EXPECT_FALSE(Wait({.not_found_grace = seconds{0}}));
  EXPECT_EQ(transport_->sent().size(), 4U);
}

TEST_F(Waiter, EndsIfTheProjectIsNotFound) {
  ThenNotFound(R"(,"ResourceType":"PROJECT")");
  EXPECT_FALSE(Wait());
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Waiter, EndsIfTheJobDisappears) {
  Then("RUNNING");
  ThenNotFound();
  const auto done = Wait();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kResourceNotFoundException);
}

TEST_F(Waiter, KeepsTheLastDescriptionOnFailure) {
  Then("FAILED");
  ASSERT_NE(Wait().last_description(), nullptr);
  Then("RUNNING", R"(,"StatusMessage":"half done")");
  const auto late = Wait({.timeout = seconds{1}});
  ASSERT_NE(late.last_description(), nullptr);
  EXPECT_EQ(late.last_description()->status_message, "half done");
  Then("RUNNING");
  std::stop_source source;
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto stopped = Wait({}, {.stop_token = source.get_token()});
  EXPECT_FALSE(stopped);
  ASSERT_NE(stopped.last_description(), nullptr);
  EXPECT_EQ(stopped.last_description()->status, ModelPackagingJobStatus::kRunning);
}

TEST_F(Waiter, ReturnsTheResultAsTheLastDescriptionOnSuccess) {
  Then("SUCCEEDED");
  const WaitOutcome done = Wait();
  EXPECT_EQ(done.last_description(), &done->model_packaging_description);
  const WaitOutcome copy = done;
  EXPECT_EQ(copy.last_description(), &copy->model_packaging_description);
}

TEST_F(Waiter, DoesNotPollIfTheCallTimeoutIsZero) {
  const auto done = Wait({}, {.timeout = milliseconds{0}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(done.error().message,
            "job \"j\" has not ended within the timeout of the wait; after 0 ms its status is unknown");
  EXPECT_EQ(done.last_description(), nullptr);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Waiter, AddsItsFeatureToTheUserAgent) {
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait());
  EXPECT_NE(transport_->SentHeader(0, "User-Agent").find(" m/E,N,B"), std::string::npos);
}

TEST_F(Waiter, SendsTheCallersHeadersWithEachPoll) {
  Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({}, {.headers = {{"traceparent", "t"}}}));
  EXPECT_EQ(transport_->SentHeader(1, "traceparent"), "t");
}

TEST_F(Waiter, TreatsTheLongestDurationsAsNoTimeout) {
  Then("RUNNING");
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.max_delay = milliseconds::max(), .timeout = milliseconds::max()},
                   {.timeout = milliseconds::max()}));
}

TEST_F(Waiter, DoesNotPollIfItsTimeoutIsNotAboveZero) {
  for (const milliseconds timeout : {milliseconds{0}, milliseconds{-1}}) {
    const auto done = Wait({.timeout = timeout});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Waiter, RejectsInvalidSchedules) {
  const std::pair<PollSchedule, std::string> rows[] = {
      {{.min_delay = milliseconds{0}},
       "min_delay is 0 ms: must be above zero and at most max_delay, 30000 ms"},
      {{.min_delay = seconds{31}},
       "min_delay is 31000 ms: must be above zero and at most max_delay, 30000 ms"},
      {{.not_found_grace = milliseconds{-1}}, "not_found_grace is -1 ms: must be at least 0 ms"},
      {{.jitter = -0.1}, "jitter is -0.100000: must be from 0 to 1"},
      {{.jitter = 1.1}, "jitter is 1.100000: must be from 0 to 1"},
      {{.jitter = std::nan("")}, "jitter is nan: must be from 0 to 1"}};
  for (const auto& [schedule, message] : rows) {
    const auto done = Wait(schedule);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::kInvalidRequest);
    EXPECT_EQ(done.error().message, "PollSchedule::" + message);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

}  // namespace
}  // namespace lookoutvision
