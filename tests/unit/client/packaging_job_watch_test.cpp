// Tests of the stepped wait: when a step is due, what it does, and how its outcomes arrive.
#include <limits>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/packaging_job_watch.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

DescribeModelPackagingJobRequest Job(const std::string& name) {
  return DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName(name);
}

// A retry after throttling follows half a second later.
class Watch : public test::PipelineTest {
 protected:
  Watch() { options_.schedule.jitter = 0; }

  PackagingJobWatch MakeWatch(const CallOptions& call_options = {}) {
    return PackagingJobWatch(Client(Config()), options_, call_options);
  }
  void Then(const std::string& status) {
    transport_->Then(200, R"({"ModelPackagingDescription":{"Status":")" + status + "\"}}");
  }
  void ThenThrottle() { transport_->Then(429, "{}", test::kThrottled); }
  // The jobs that were polled, one letter for each.
  std::string Polls() const {
    std::string polls;
    for (const auto& sent : transport_->sent()) polls += sent.request.url.back();
    return polls;
  }
  auto In(std::chrono::nanoseconds time) const { return std::optional(fake_.steady_now + time); }

  WaitForJobsOptions options_;
};

TEST_F(Watch, PollsOnceInAStepAndReturnsWhenTheNextIsDue) {
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  Then("RUNNING");
  const auto next = watch.Step();
  EXPECT_EQ(next, In(seconds{2}));
  fake_.Advance(seconds{1});
  EXPECT_EQ(watch.Step(), next);
  EXPECT_EQ(Polls(), "a");
  fake_.Advance(seconds{1});
  Then("RUNNING");
  EXPECT_EQ(watch.Step(), In(seconds{3}));
  EXPECT_EQ(Polls(), "aa");
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Watch, RetriesAThrottledPollAtItsTimeWithoutSleeping) {
  std::vector<int> attempts;
  std::vector<int> calls;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent& event) { attempts.push_back(event.attempt); };
  config.on_call = [&](const CallEvent& event) { calls.push_back(event.attempts); };
  PackagingJobWatch watch(Client(config), options_);
  watch.Add(Job("a"));
  ThenThrottle();
  const auto next = watch.Step();
  EXPECT_EQ(next, In(milliseconds{500}));
  EXPECT_EQ(watch.Step(), next);
  EXPECT_EQ(Polls(), "a");
  EXPECT_TRUE(calls.empty());
  fake_.Advance(milliseconds{500});
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(attempts, (std::vector<int>{1, 2}));
  EXPECT_EQ(calls, std::vector<int>{2});
  EXPECT_TRUE(watch.TakeOutcomes().at(0).outcome);
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Watch, PollsOtherJobsDuringTheDelayOfARetry) {
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  watch.Add(Job("b"));
  ThenThrottle();
  // The rate is five polls per second.
  EXPECT_EQ(watch.Step(), In(milliseconds{200}));
  fake_.Advance(milliseconds{200});
  Then("RUNNING");
  EXPECT_EQ(watch.Step(), In(milliseconds{300}));
  fake_.Advance(milliseconds{300});
  Then("RUNNING");
  EXPECT_EQ(watch.Step(), In(milliseconds{1700}));
  EXPECT_EQ(Polls(), "aba");
}

TEST_F(Watch, DoesNotDelayRetriesByTheRateOfPolls) {
  options_.max_polls_per_second = 0.5;
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  watch.Add(Job("b"));
  ThenThrottle();
  EXPECT_EQ(watch.Step(), In(milliseconds{500}));
}

TEST_F(Watch, MakesOneAttemptForEachJobThatIsDue) {
  fake_.SetRandomShare(0);
  options_.max_polls_per_second = std::numeric_limits<double>::infinity();
  auto watch = MakeWatch();
  for (const char* job : {"a", "b", "c"}) watch.Add(Job(job));
  // The delay before each retry is zero.
  for (int i = 0; i < 3; ++i) ThenThrottle();
  EXPECT_EQ(watch.Step(), In(seconds{0}));
  EXPECT_EQ(Polls(), "abc");
}

TEST_F(Watch, ReturnsEachOutcomeOnce) {
  auto watch = MakeWatch();
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(watch.Add(Job("a"), "token-a"), 0U);
  EXPECT_EQ(watch.Add(Job("b"), "token-b"), 1U);
  EXPECT_EQ(watch.remaining(), 2U);
  Then("FAILED");
  ASSERT_TRUE(watch.Step());
  EXPECT_EQ(watch.remaining(), 1U);
  fake_.Advance(milliseconds{200});
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(watch.remaining(), 0U);
  const auto ended = watch.TakeOutcomes();
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].job, 0U);
  EXPECT_EQ(ended[0].request, Job("a"));
  EXPECT_EQ(ended[0].outcome.error().kind, ErrorKind::kJobFailed);
  EXPECT_EQ(ended[0].outcome.error().client_token, "token-a");
  EXPECT_EQ(ended[1].job, 1U);
  EXPECT_EQ(ended[1].client_token, "token-b");
  EXPECT_TRUE(ended[1].outcome);
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_TRUE(watch.TakeOutcomes().empty());
}

TEST_F(Watch, ReportsOutcomesToTheCallbackInstead) {
  std::vector<std::size_t> ended;
  options_.on_end = [&](std::size_t job, const WaitOutcome& outcome) {
    EXPECT_TRUE(outcome);
    ended.push_back(job);
  };
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(ended, std::vector<std::size_t>{0});
  EXPECT_TRUE(watch.TakeOutcomes().empty());
}

TEST_F(Watch, ContinuesAfterAJobWhosePollFails) {
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  watch.Add(Job("b"));
  transport_->Then(403, "{}", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  EXPECT_EQ(watch.Step(), In(milliseconds{200}));
  EXPECT_EQ(watch.TakeOutcomes().at(0).outcome.error().code, ErrorCode::kAccessDeniedException);
  EXPECT_EQ(watch.remaining(), 1U);
}

TEST_F(Watch, BeginsTheTimeoutsOfAJobWhenItIsAdded) {
  options_.schedule.timeout = seconds{3};
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  Then("RUNNING");
  EXPECT_EQ(watch.Step(), In(seconds{2}));
  fake_.Advance(seconds{2});
  watch.Add(Job("b"));
  Then("RUNNING");  // a
  EXPECT_EQ(watch.Step(), In(milliseconds{200}));
  fake_.Advance(milliseconds{900});
  Then("RUNNING");  // b
  Then("RUNNING");  // a, for the last time
  EXPECT_EQ(watch.Step(), In(milliseconds{2000}));
  const auto ended = watch.TakeOutcomes();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].request, Job("a"));
  EXPECT_EQ(ended[0].outcome.error().kind, ErrorKind::kTimeout);
}

TEST_F(Watch, EndsAllJobsOnAStopRequest) {
  std::stop_source source;
  auto watch = MakeWatch({.stop_token = source.get_token()});
  watch.Add(Job("a"));
  watch.Add(Job("b"));
  ThenThrottle();
  ASSERT_TRUE(watch.Step());
  source.request_stop();  // a is between two attempts, b has not been polled
  EXPECT_EQ(watch.Step(), std::nullopt);
  const auto ended = watch.TakeOutcomes();
  ASSERT_EQ(ended.size(), 2U);
  for (const EndedJob& job : ended) {
    EXPECT_EQ(job.outcome.error().kind, ErrorKind::kCancelled);
    EXPECT_EQ(job.outcome.error().resource_id, job.job == 0 ? "" : "b");
  }
  EXPECT_EQ(Polls(), "a");
}

TEST_F(Watch, ReportsWhatIsInvalidAsTheOutcomeOfEachJob) {
  auto watch = MakeWatch({.headers = {{"Host", "elsewhere"}}});
  watch.Add(Job("a"));
  watch.Add(Job(""));
  options_.schedule.jitter = 2;
  auto invalid = MakeWatch();
  invalid.Add(Job("a"));
  for (PackagingJobWatch* each : {&watch, &invalid}) {
    while (const auto next = each->Step()) fake_.Advance(*next - fake_.steady_now);
    const auto ended = each->TakeOutcomes();
    EXPECT_EQ(ended.size(), each == &watch ? 2U : 1U);
    for (const EndedJob& job : ended) EXPECT_EQ(job.outcome.error().kind, ErrorKind::kInvalidRequest);
  }
  EXPECT_EQ(Polls(), "");
}

TEST_F(Watch, WaitsForTheRateOfAdaptiveModeWithoutSleeping) {
  ClientConfig config = Config();
  config.retry.mode = RetryMode::kAdaptive;
  PackagingJobWatch watch(Client(config), options_);
  watch.Add(Job("a"));
  ThenThrottle();
  const auto retry = watch.Step();
  ASSERT_TRUE(retry);
  fake_.Advance(*retry - fake_.steady_now);
  const auto allowed = watch.Step();
  ASSERT_TRUE(allowed);
  EXPECT_GT(*allowed, fake_.steady_now);
  EXPECT_EQ(Polls(), "a");
  fake_.Advance(*allowed - fake_.steady_now);
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(Polls(), "aa");
  EXPECT_TRUE(fake_.sleeps.empty());
}

TEST_F(Watch, OutlivesItsClient) {
  std::optional<Client> client(Config());
  PackagingJobWatch watch(*client, options_);
  client.reset();
  watch.Add(Job("a"));
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_TRUE(watch.TakeOutcomes().at(0).outcome);
}

TEST_F(Watch, KeepsNothingIfItIsDroppedBetweenTwoAttempts) {
  {
    auto watch = MakeWatch();
    watch.Add(Job("a"));
    ThenThrottle();
    ASSERT_TRUE(watch.Step());
    EXPECT_GT(transport_.use_count(), 1);
  }
  EXPECT_EQ(transport_.use_count(), 1);
}

TEST_F(Watch, MayGetAnotherJobOrBeDroppedInACallback) {
  std::optional<PackagingJobWatch> watch;
  options_.on_end = [&](std::size_t job, const WaitOutcome&) {
    if (job == 0) watch->Add(Job("b"));
    if (job == 1) watch.reset();
  };
  watch = MakeWatch();
  watch->Add(Job("a"));
  Then("SUCCEEDED");
  EXPECT_EQ(watch->Step(), In(seconds{0}));
  Then("SUCCEEDED");
  EXPECT_EQ(watch->Step(), std::nullopt);
  EXPECT_FALSE(watch);
  EXPECT_EQ(Polls(), "ab");
}

TEST_F(Watch, PollsAgainAfterACallbackThrew) {
  bool throws = true;
  options_.on_poll = [&](std::size_t, const ModelPackagingDescription&) {
    if (std::exchange(throws, false)) throw std::runtime_error("full disk");
  };
  auto watch = MakeWatch();
  watch.Add(Job("a"));
  Then("SUCCEEDED");
  EXPECT_THROW(watch.Step(), std::runtime_error);
  EXPECT_EQ(watch.remaining(), 1U);
  Then("SUCCEEDED");
  EXPECT_EQ(watch.Step(), std::nullopt);
  EXPECT_EQ(watch.TakeOutcomes().size(), 1U);
}

}  // namespace
}  // namespace lookoutvision
