// Tests of the timeout and the stop token of a read within a call.
#include "base/deadline.h"

#include <chrono>
#include <stop_token>

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using namespace std::chrono_literals;

class CallIoOptions : public ::testing::Test {
 protected:
  std::chrono::nanoseconds TimeoutIn(std::chrono::nanoseconds remaining) {
    return IoOptionsOf({.deadline = fake_.steady_now + remaining}, fake_.platform()).timeout;
  }
  Error Marked(const LoadContext& context) {
    return MarkIfOver({.kind = ErrorKind::kConfiguration, .message = "broken"}, context, fake_.platform());
  }

  test::FakePlatform fake_;
};

TEST_F(CallIoOptions, UseTheRemainingTimeOfTheCallUpToAMinute) {
  EXPECT_EQ(IoOptionsOf({}, fake_.platform()).timeout, 60s);
  EXPECT_EQ(TimeoutIn(5s), 5s);
  EXPECT_EQ(TimeoutIn(2min), 60s);
  EXPECT_EQ(TimeoutIn(-1s), 0s);
}

TEST_F(CallIoOptions, ContainTheStopTokenOfTheCall) {
  std::stop_source source;
  const IoOptions options = IoOptionsOf({.stop_token = source.get_token()}, fake_.platform());
  source.request_stop();
  EXPECT_TRUE(options.stop_token.stop_requested());
}

TEST_F(CallIoOptions, MarkErrorsOnceTheCallIsOver) {
  EXPECT_EQ(Marked({.deadline = fake_.steady_now + 1s}),
            (Error{.kind = ErrorKind::kConfiguration, .message = "broken"}));
  EXPECT_EQ(Marked({.deadline = fake_.steady_now}), (Error{.kind = ErrorKind::kTimeout,
                                                           .message = "broken",
                                                           .retryable = true,
                                                           .stop_reason = StopReason::kDeadlineTooNear}));
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(
      Marked({.stop_token = source.get_token(), .deadline = fake_.steady_now}),
      (Error{.kind = ErrorKind::kCancelled, .message = "broken", .stop_reason = StopReason::kCancelled}));
}

}  // namespace
}  // namespace lookoutvision::internal
