// Tests of the waits for many jobs, and for a job that the same call starts.
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
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
using Status = ModelPackagingJobStatus;

// Responds with the statuses of the requested job in order; the last one stays.
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

  Client MakeClient(std::shared_ptr<HttpTransport> transport) {
    return Client({.endpoint_url = "https://vision.plant7.example",
                   .credentials = MakeAnonymousCredentials(),
                   .transport = std::move(transport),
                   .platform = fake_.platform()});
  }
  std::vector<WaitOutcome> Wait(const std::vector<std::string>& jobs, const WaitForJobsOptions& options = {},
                                const CallOptions& call_options = {}) {
    std::vector<DescribeModelPackagingJobRequest> requests;
    for (const std::string& job : jobs) {
      requests.push_back(DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName(job));
    }
    return MakeClient(transport_).WaitForModelPackagingJobs(requests, options, call_options);
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

class StartAndWait : public WaitForJobs {
 protected:
  WaitOutcome Call(const StartAndWaitOptions& options = {}, const CallOptions& call_options = {}) {
    return MakeClient(script_).StartModelPackagingJobAndWait(
        StartModelPackagingJobRequest()
            .WithProjectName("p")
            .WithModelVersion("1")
            .WithClientToken("token-1")
            .WithConfiguration(
                {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "b"}}}),
        options, call_options);
  }
  void Then(const std::string& status) {
    script_->Then(200, R"({"ModelPackagingDescription":{"Status":")" + status + "\"}}");
  }

  std::shared_ptr<test::ScriptedTransport> script_ = std::make_shared<test::ScriptedTransport>();
};

constexpr const char* kStarted = R"({"JobName":"job-1"})";

TEST_F(StartAndWait, StartsTheJobReportsItAndWaitsForIt) {
  script_->Then(200, kStarted);
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
  EXPECT_EQ(script_->SentHeader(0, "X-Amzn-Client-Token"), "token-1");
  EXPECT_EQ(script_->sent().at(1).request.url,
            "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs/job-1");
}

TEST_F(StartAndWait, DoesNotPollIfTheStartFails) {
  script_->Then(402, R"({"Message":"too many"})", {{"x-amzn-ErrorType", "ServiceQuotaExceededException"}});
  const auto done = Call();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kServiceQuotaExceededException);
  EXPECT_EQ(script_->sent().size(), 1U);
  EXPECT_FALSE(done.error().may_have_taken_effect);
}

TEST_F(StartAndWait, ReportsJobAndTokenInEveryErrorAfterTheStart) {
  const auto expect_resumable = [](const WaitOutcome& done) {
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().client_token, "token-1");
    EXPECT_EQ(done.error().resource_id, "job-1");
    EXPECT_TRUE(done.error().may_have_taken_effect);
  };
  script_->Then(200, kStarted);
  Then("RUNNING");
  Then("RUNNING");
  expect_resumable(Call({.schedule = {.timeout = seconds{1}}}));

  script_->Then(200, kStarted);
  script_->Then(403, R"({"Message":"not yours"})", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  expect_resumable(Call());

  std::stop_source source;
  fake_.on_sleep = [&] { source.request_stop(); };
  script_->Then(200, kStarted);
  Then("RUNNING");
  expect_resumable(Call({}, {.stop_token = source.get_token()}));
}

TEST_F(StartAndWait, ReportsNoPossibleEffectIfTheJobFailed) {
  script_->Then(200, kStarted);
  Then("FAILED");
  const auto done = Call();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kJobFailed);
  EXPECT_FALSE(done.error().may_have_taken_effect);
}

TEST_F(StartAndWait, AppliesOneTimeoutToStartAndWait) {
  script_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{3});
    return HttpResponse{.status = 200, .body = kStarted};
  });
  Then("RUNNING");
  Then("RUNNING");
  const auto done = Call({}, {.timeout = seconds{4}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::kTimeout);
  ASSERT_EQ(script_->sent().size(), 3U);
  EXPECT_EQ(script_->sent()[1].options.timeout, seconds{1});

  script_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.Advance(seconds{5});
    return HttpResponse{.status = 200, .body = kStarted};
  });
  const auto late = Call({}, {.timeout = seconds{4}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(script_->sent().size(), 4U);
}

TEST_F(StartAndWait, RejectsInvalidOptionsBeforeTheStart) {
  EXPECT_FALSE(Call({.schedule = {.min_delay = milliseconds{0}}}));
  EXPECT_TRUE(script_->sent().empty());
}

}  // namespace
}  // namespace lookoutvision
