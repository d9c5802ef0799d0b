// Tests of Error::may_have_taken_effect.
#include <memory>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kReset;
using test::kThrottled;

using PipelineEffect = test::PipelineTest;

const Error kRefused{
    .kind = ErrorKind::kTransport, .message = "connection refused", .retryable = true, .unreachable = true};
const Error kTimedOut{
    .kind = ErrorKind::kTimeout, .message = "no connection", .retryable = true, .unreachable = true};

// Returns credentials for the first attempt only.
class FailingSecondLoad : public CredentialsProvider {
 public:
  LoadResult Load(const LoadContext&) override {
    if (loads_++ > 0) return Error{.kind = ErrorKind::kCredentials, .message = "gone"};
    return Credentials{.access_key_id = "A", .secret_access_key = "S"};
  }

 private:
  int loads_ = 0;
};

TEST_F(PipelineEffect, ReportsWhetherAnyAttemptMayHaveTakenEffect) {
  const auto may = [this] {
    const auto started = Call(Config());
    return started ? false : started.error().may_have_taken_effect;
  };
  transport_->Then(400);
  EXPECT_FALSE(may());
  transport_->Then(429, "{}", kThrottled).Then(429, "{}", kThrottled).Then(429, "{}", kThrottled);
  EXPECT_FALSE(may());
  transport_->Then(503, R"({"code":"SlowDown"})").Then(429).Then(400);
  EXPECT_FALSE(may());
  transport_->Then(429).Then(503).Then(409);
  EXPECT_TRUE(may());
  transport_->ThenFail(kReset).Then(429).Then(403);
  EXPECT_TRUE(may());
  transport_->Then(200, "<html>");
  EXPECT_TRUE(may());
  transport_->ThenFail(kRefused).ThenFail(kReset).ThenFail(kRefused);
  EXPECT_TRUE(may());
}

TEST_F(PipelineEffect, ReportsNoEffectIfNoAttemptGotAConnection) {
  for (const Error& unreachable : {kRefused, kTimedOut}) {
    transport_->ThenFail(unreachable).Then(429, "{}", kThrottled).ThenFail(unreachable);
    const auto started = Call(Config());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().attempts, 3);
    EXPECT_FALSE(started.error().may_have_taken_effect);
  }
}

TEST_F(PipelineEffect, ReportsAPossibleEffectOfAnEarlierAttemptIfCredentialsFail) {
  ClientConfig config = Config();
  config.credentials = std::make_shared<FailingSecondLoad>();
  transport_->ThenFail(kReset);
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kCredentials);
  EXPECT_TRUE(started.error().may_have_taken_effect);
}

}  // namespace
}  // namespace lookoutvision
