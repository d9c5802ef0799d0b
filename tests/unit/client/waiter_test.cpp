// Tests of the waiter: what ends a wait, and with which outcome.
#include "waiter_test.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using Waiter = test::WaiterTest;

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

}  // namespace
}  // namespace lookoutvision
