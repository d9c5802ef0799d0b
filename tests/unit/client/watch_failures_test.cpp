// Tests of the stepped wait: callbacks that throw, and jobs that cannot be polled.
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/packaging_job_watch.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

DescribeModelPackagingJobRequest Job(const std::string& name) {
  return DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName(name);
}

class WatchFailures : public test::PipelineTest {};

TEST_F(WatchFailures, HaveTheTokenOfAJobThatIsInvalid) {
  PackagingJobWatch watch{Client(Config())};
  watch.Add(Job(""), "token-a");
  EXPECT_EQ(watch.Step(), std::nullopt);
  const auto ended = watch.TakeOutcomes();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].outcome.error().kind, ErrorKind::kInvalidRequest);
  EXPECT_EQ(ended[0].outcome.error().client_token, "token-a");
}

// Steps a job twice, once until a callback throws.
void StepAfterAnException(PackagingJobWatch watch) {
  watch.Add(Job("a"));
  EXPECT_THROW(watch.Step(), std::runtime_error);
  EXPECT_EQ(watch.remaining(), 1U);
  watch.Step();
}

TEST_F(WatchFailures, EndTheCallWhoseCallbackThrew) {
  std::vector<int> attempts;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent& event) { attempts.push_back(event.attempt); };
  config.on_call = [&](const CallEvent&) {
    if (attempts.size() == 1) throw std::runtime_error("a defect");
  };
  transport_->Then(200).Then(200);
  StepAfterAnException(PackagingJobWatch(Client(config)));
  EXPECT_EQ(attempts, (std::vector<int>{1, 1}));

  attempts.clear();
  config.on_call = nullptr;
  config.on_attempt = [&](const AttemptEvent& event) {
    attempts.push_back(event.attempt);
    if (attempts.size() == 1) throw std::runtime_error("a defect");
  };
  transport_->ThenFail(test::kReset).Then(200);
  StepAfterAnException(PackagingJobWatch(Client(config)));
  EXPECT_EQ(attempts, (std::vector<int>{1, 1}));
}

TEST_F(WatchFailures, DoNotEmptyAWatchThatIsMovedFrom) {
  PackagingJobWatch watch{Client(Config())};
  const PackagingJobWatch other = std::move(watch);
  watch.Add(Job("a"));  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(other.remaining(), 1U);
}

}  // namespace
}  // namespace lookoutvision
