// Tests of the schedule of a waiter: its delays and timeouts.
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "waiter_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using WaiterSchedule = test::WaiterTest;

TEST_F(WaiterSchedule, GrowsTheDelayUpToTheMaximum) {
  for (int i = 0; i < 6; ++i) Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({.min_delay = seconds{2}, .max_delay = seconds{10}}));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, seconds{3}, milliseconds{4500},
                                                    milliseconds{6750}, seconds{10}, seconds{10}}));
}

// As in tests, so that no wait takes time.
TEST_F(WaiterSchedule, SleepsOncePerPollIfASleepOnlyReturns) {
  fake_.on_sleep = [&] {
    fake_.Advance(-fake_.sleeps.back());
    if (fake_.sleeps.size() > 2) throw std::runtime_error("the wait does not continue after a sleep");
  };
  Then("RUNNING");
  Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({.min_delay = seconds{2}, .max_delay = seconds{10}}));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}, seconds{3}}));
}

TEST_F(WaiterSchedule, ShortensTheDelayByUpToAQuarterByDefault) {
  fake_.SetRandomShare(0.5);
  Then("RUNNING");
  Then("SUCCEEDED");
  ASSERT_TRUE(Wait({.min_delay = seconds{8}, .max_delay = seconds{8}}));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{7}});
}

TEST_F(WaiterSchedule, ShortensTheDelayByTheGivenJitter) {
  fake_.SetRandomShare(0.5);
  for (const double jitter : {0.0, 1.0}) {
    Then("RUNNING");
    Then("SUCCEEDED");
    ASSERT_TRUE(Wait({.min_delay = seconds{8}, .max_delay = seconds{8}, .jitter = jitter}));
  }
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{8}, seconds{4}}));
}

TEST_F(WaiterSchedule, PollsAgainShortlyBeforeTheDeadline) {
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

TEST_F(WaiterSchedule, DetectsAJobThatEndsShortlyBeforeTheDeadline) {
  Then("RUNNING");
  Then("RUNNING");
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.min_delay = seconds{12}, .max_delay = seconds{12}, .timeout = seconds{20}}));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{12}, milliseconds{7900}}));
}

TEST_F(WaiterSchedule, LeavesTheLastPollTheDurationOfThePreviousOne) {
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{3});
    return HttpResponse{.status = 200, .body = "{}"};
  });
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.min_delay = seconds{30}, .max_delay = seconds{30}, .timeout = seconds{20}}));
  EXPECT_EQ(fake_.sleeps, std::vector<nanoseconds>{seconds{14}});
}

TEST_F(WaiterSchedule, ReportsItsDeadlineIfItEndsAPoll) {
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

TEST_F(WaiterSchedule, DoesNotPollIfASleepEndsAfterTheDeadline) {
  Then("RUNNING");
  fake_.on_sleep = [&] { fake_.Advance(seconds{60}); };
  const auto done = Wait({.timeout = seconds{20}});
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.starts_with("job \"j\" has not ended")) << done.error();
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(WaiterSchedule, EndsAtTheTimeoutOfTheCallOptions) {
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

TEST_F(WaiterSchedule, AppliesTheCallTimeoutToEachPoll) {
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

TEST_F(WaiterSchedule, DoesNotPollIfTheCallTimeoutIsZero) {
  const auto done = Wait({}, {.timeout = milliseconds{0}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(done.error().message,
            "job \"j\" has not ended within the timeout of the wait; after 0 ms its status is unknown");
  EXPECT_EQ(done.last_description(), nullptr);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(WaiterSchedule, TreatsTheLongestDurationsAsNoTimeout) {
  Then("RUNNING");
  Then("SUCCEEDED");
  EXPECT_TRUE(Wait({.max_delay = milliseconds::max(), .timeout = milliseconds::max()},
                   {.timeout = milliseconds::max()}));
}

TEST_F(WaiterSchedule, DoesNotPollIfItsTimeoutIsNotAboveZero) {
  for (const milliseconds timeout : {milliseconds{0}, milliseconds{-1}}) {
    const auto done = Wait({.timeout = timeout});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(WaiterSchedule, RejectsInvalidSchedules) {
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
