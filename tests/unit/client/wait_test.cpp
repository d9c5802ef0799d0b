// Tests of the wait for several jobs.
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using Status = ModelPackagingJobStatus;

// Responds with the statuses of the requested job in order; the last one is repeated.
class JobsTransport : public HttpTransport {
 public:
  explicit JobsTransport(test::FakePlatform& fake) : fake_(fake) {}

  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override {
    const std::string job = request.url.substr(request.url.rfind('/') + 1);
    polls.emplace_back(job, fake_.steady_now);
    if (on_poll) on_poll();
    auto& statuses = jobs[job];
    if (options.timeout && *options.timeout <= latency) {
      fake_.Advance(*options.timeout);
      return Failure({.kind = ErrorKind::kTimeout, .message = "late", .retryable = true});
    }
    fake_.Advance(latency);
    if (statuses.empty()) {
      HttpResponse missing{.status = 403, .body = R"({"Message":"not yours"})"};
      missing.headers.Add("x-amzn-ErrorType", "AccessDeniedException");
      return missing;
    }
    const std::string status = statuses.front();
    if (statuses.size() > 1) statuses.erase(statuses.begin());
    return HttpResponse{
        .status = 200,
        .body = R"({"ModelPackagingDescription":{"JobName":")" + job + R"(","Status":")" + status + "\"}}"};
  }

  std::map<std::string, std::vector<std::string>> jobs;
  nanoseconds latency{0};
  std::function<void()> on_poll;
  std::vector<std::pair<std::string, std::chrono::steady_clock::time_point>> polls;

 private:
  test::FakePlatform& fake_;
};

class WaitForJobs : public ::testing::Test {
 protected:
  WaitForJobs() { fake_.SetRandomShare(0); }

  std::vector<WaitOutcome> Wait(const std::vector<std::string>& jobs, const WaitForJobsOptions& options = {},
                                const CallOptions& call_options = {}) {
    std::vector<DescribeModelPackagingJobRequest> requests;
    for (const std::string& job : jobs) {
      requests.push_back(DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName(job));
    }
    const Client client({.endpoint_url = "https://vision.plant7.example",
                         .credentials = MakeAnonymousCredentials(),
                         .transport = transport_,
                         .platform = fake_.platform()});
    return client.WaitForModelPackagingJobs(requests, options, call_options);
  }

  test::FakePlatform fake_;
  std::shared_ptr<JobsTransport> transport_ = std::make_shared<JobsTransport>(fake_);
};

TEST_F(WaitForJobs, ReturnsTheOutcomesInTheOrderOfTheRequests) {
  transport_->jobs = {{"a", {"RUNNING", "SUCCEEDED"}}, {"b", {"FAILED"}}, {"c", {"SUCCEEDED"}}};
  const auto done = Wait({"a", "b", "forbidden", "c", ""});
  ASSERT_EQ(done.size(), 5U);
  ASSERT_TRUE(done[0]) << done[0].error();
  EXPECT_EQ(done[0]->model_packaging_description.job_name, "a");
  ASSERT_FALSE(done[1]);
  EXPECT_EQ(done[1].error().kind, ErrorKind::kJobFailed);
  EXPECT_EQ(done[1].error().resource_id, "b");
  EXPECT_EQ(done[1].last_description()->status, Status::kFailed);
  ASSERT_FALSE(done[2]);
  EXPECT_EQ(done[2].error().code, ErrorCode::kAccessDeniedException);
  ASSERT_TRUE(done[3]);
  ASSERT_FALSE(done[4]);
  EXPECT_EQ(done[4].error().kind, ErrorKind::kInvalidRequest);
}

TEST_F(WaitForJobs, ReturnsNothingForNoRequests) {
  EXPECT_TRUE(Wait({}).empty());
}

TEST_F(WaitForJobs, ReportsPollsAndEndsInOrder) {
  transport_->jobs = {{"a", {"RUNNING", "SUCCEEDED"}}, {"b", {"FAILED"}}};
  std::vector<std::string> reported;
  WaitForJobsOptions options;
  options.on_poll = [&](std::size_t place, const ModelPackagingDescription& job) {
    reported.push_back("poll " + std::to_string(place) + " " + std::string(ToString(*job.status)));
  };
  options.on_end = [&](std::size_t place, const WaitOutcome& outcome) {
    reported.push_back("end " + std::to_string(place) + (outcome ? " succeeded" : " failed"));
  };
  Wait({"a", "b"}, options);
  EXPECT_EQ(reported, (std::vector<std::string>{"poll 0 RUNNING", "poll 1 FAILED", "end 1 failed",
                                                "poll 0 SUCCEEDED", "end 0 succeeded"}));
}

TEST_F(WaitForJobs, LimitsTheRateOfAllPollsTogether) {
  for (const char* job : {"a", "b", "c"}) transport_->jobs[job] = {"RUNNING", "SUCCEEDED"};
  Wait({"a", "b", "c"}, {.schedule = {.min_delay = milliseconds{100}, .max_delay = milliseconds{100}},
                         .max_polls_per_second = 4});
  ASSERT_EQ(transport_->polls.size(), 6U);
  for (std::size_t i = 1; i < 6; ++i) {
    EXPECT_EQ(transport_->polls[i].second - transport_->polls[i - 1].second, milliseconds{250}) << i;
  }
}

TEST_F(WaitForJobs, DoesNotCatchUpAfterALatePoll) {
  for (const char* job : {"a", "b", "c"}) transport_->jobs[job] = {"RUNNING", "SUCCEEDED"};
  // The first sleep takes ten seconds longer than requested.
  fake_.on_sleep = [this] {
    if (fake_.sleeps.size() == 1) fake_.Advance(seconds{10});
  };
  Wait({"a", "b", "c"}, {.schedule = {.min_delay = milliseconds{100}, .max_delay = milliseconds{100}},
                         .max_polls_per_second = 4});
  ASSERT_EQ(transport_->polls.size(), 6U);
  EXPECT_EQ(transport_->polls[1].second - transport_->polls[0].second, milliseconds{10'250});
  for (std::size_t i = 2; i < 6; ++i) {
    EXPECT_EQ(transport_->polls[i].second - transport_->polls[i - 1].second, milliseconds{250}) << i;
  }
}

TEST_F(WaitForJobs, PollsAThousandJobsInTurn) {
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    names.push_back("j" + std::to_string(i));
    transport_->jobs[names.back()] = {"RUNNING", "RUNNING", "SUCCEEDED"};
  }
  const auto done = Wait(names, {.schedule = {.timeout = std::nullopt}, .max_polls_per_second = 20});
  for (const WaitOutcome& outcome : done) ASSERT_TRUE(outcome);
  ASSERT_EQ(transport_->polls.size(), 3000U);
  // No job is polled again before all others were polled.
  for (std::size_t i = 0; i < 3000; ++i) ASSERT_EQ(transport_->polls[i].first, names[i % 1000]) << i;
}

TEST_F(WaitForJobs, PollsAllJobsEquallyOftenIfResponsesAreSlow) {
  transport_->jobs = {{"a", {"RUNNING"}}, {"b", {"RUNNING"}}, {"c", {"RUNNING"}}};
  transport_->latency = seconds{5};
  Wait({"a", "b", "c"},
       {.schedule = {.min_delay = milliseconds{1}, .max_delay = milliseconds{1}, .timeout = seconds{30}}});
  std::map<std::string, int> polls;
  for (const auto& [job, time] : transport_->polls) ++polls[job];
  EXPECT_EQ(polls, (std::map<std::string, int>{{"a", 2}, {"b", 2}, {"c", 2}}));
}

TEST_F(WaitForJobs, EndsAtTheDeadlineWithTheLastDescriptionOfEachJob) {
  transport_->jobs = {{"a", {"RUNNING"}}, {"b", {"SUCCEEDED"}}, {"c", {"CREATED"}}};
  const auto done =
      Wait({"a", "b", "c"}, {.schedule = {.timeout = seconds{1}}, .max_polls_per_second = 1000});
  EXPECT_TRUE(done[1]);
  for (const std::size_t place : {0U, 2U}) {
    ASSERT_FALSE(done[place]);
    EXPECT_EQ(done[place].error().kind, ErrorKind::kTimeout);
    ASSERT_NE(done[place].last_description(), nullptr);
  }
  EXPECT_EQ(done[2].last_description()->status, Status::kCreated);
  EXPECT_EQ(done[2].error().message.substr(0, 33), "job \"c\" has not ended within the ");
}

TEST_F(WaitForJobs, HasNoDescriptionOfAJobThatWasNotPolledInTime) {
  transport_->jobs = {{"a", {"RUNNING"}}, {"b", {"RUNNING"}}};
  const auto done = Wait({"a", "b"}, {.schedule = {.timeout = seconds{1}}, .max_polls_per_second = 1});
  ASSERT_FALSE(done[1]);
  EXPECT_EQ(done[1].last_description(), nullptr);
  EXPECT_NE(done[1].error().message.find("its status is unknown"), std::string::npos);
}

TEST_F(WaitForJobs, StopsForAllJobsOnAStopRequest) {
  transport_->jobs = {{"a", {"RUNNING"}}, {"b", {"RUNNING"}}};
  std::stop_source source;
  fake_.on_sleep = [&] { source.request_stop(); };
  const auto done = Wait({"a", "b"}, {}, {.stop_token = source.get_token()});
  for (const WaitOutcome& outcome : done) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  }
  EXPECT_EQ(transport_->polls.size(), 1U);
}

TEST_F(WaitForJobs, RejectsARateThatIsNotAboveZero) {
  transport_->jobs = {{"a", {"SUCCEEDED"}}};
  for (const double rate : {0.0, -1.0, std::nan("")}) {
    const auto done = Wait({"a", "a"}, {.max_polls_per_second = rate});
    ASSERT_EQ(done.size(), 2U);
    for (const WaitOutcome& outcome : done) {
      ASSERT_FALSE(outcome);
      EXPECT_EQ(outcome.error().kind, ErrorKind::kInvalidRequest);
    }
  }
  EXPECT_TRUE(transport_->polls.empty());
}

}  // namespace
}  // namespace lookoutvision
