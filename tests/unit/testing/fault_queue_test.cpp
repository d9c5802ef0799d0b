// Tests of the queue of faults.
#include "testing/fault_queue.h"

#include <chrono>
#include <cstring>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

const Fault kForConnection{.at = FaultPoint::kAccept};
const Fault kForRequest{.at = FaultPoint::kRequestStart};

class FaultQueueTest : public ::testing::Test {
 protected:
  test::FakePlatform platform_;
  FaultQueue queue_{platform_.platform()};
};

TEST_F(FaultQueueTest, ReturnsNothingWhenEmpty) {
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
}

TEST_F(FaultQueueTest, ReturnsTheFirstFaultToItsTargetOnly) {
  queue_.Push(kForRequest, 2);
  queue_.Push(kForConnection, 1);
  EXPECT_EQ(queue_.queued(), 3u);
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
  EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
  EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
  EXPECT_EQ(queue_.TakeForConnection(), kForConnection);
}

TEST_F(FaultQueueTest, RepeatsAnOngoingFaultWhenTheQueueIsEmpty) {
  queue_.Install({.fault = kForRequest});
  queue_.Push(kForConnection, 1);
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
  EXPECT_EQ(queue_.TakeForConnection(), kForConnection);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
}

TEST_F(FaultQueueTest, AppliesAnOngoingFaultFromItsBeginningToItsEnd) {
  const OngoingFault outage{.fault = kForConnection, .begins_after = 5s, .lasts = 30s};
  queue_.Install(outage);
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
  EXPECT_THAT(queue_.ongoing(), ElementsAre(outage));
  platform_.Advance(5s);
  EXPECT_EQ(queue_.TakeForConnection(), kForConnection);
  platform_.Advance(30s - 1ns);
  EXPECT_EQ(queue_.TakeForConnection(), kForConnection);
  platform_.Advance(1ns);
  EXPECT_THAT(queue_.ongoing(), ElementsAre());
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
}

TEST_F(FaultQueueTest, LetsTimePassForOngoingFaults) {
  queue_.Install({.fault = kForConnection, .begins_after = 5s, .lasts = 30s});
  queue_.AdvanceClock(5s);
  EXPECT_EQ(queue_.TakeForConnection(), kForConnection);
  queue_.AdvanceClock(30s);
  EXPECT_THAT(queue_.ongoing(), ElementsAre());
  EXPECT_EQ(queue_.TakeForConnection(), std::nullopt);
}

TEST_F(FaultQueueTest, AppliesAFaultToAShareOfTheRequests) {
  queue_.Install({.fault = kForRequest, .share = 0.25});
  platform_.SetRandomShare(0.24);
  EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
  platform_.SetRandomShare(0.26);
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
}

TEST_F(FaultQueueTest, AlwaysAppliesAShareOfOneAndNeverAShareOfZero) {
  queue_.Install({.fault = kForRequest, .share = 0});
  platform_.SetRandomShare(0);
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
  queue_.Install({.fault = kForRequest, .share = 1});
  platform_.SetRandomShare(1);
  EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
}

TEST_F(FaultQueueTest, PrefersTheOngoingFaultInstalledFirst) {
  const Fault other{.delay = 1s};
  queue_.Install({.fault = other, .lasts = 1s});
  queue_.Install({.fault = kForRequest});
  EXPECT_EQ(queue_.TakeForRequest(), other);
  platform_.Advance(1s);
  EXPECT_EQ(queue_.TakeForRequest(), kForRequest);
}

TEST_F(FaultQueueTest, ClearsQueuedAndOngoingFaults) {
  queue_.Push(kForRequest, 2);
  queue_.Install({.fault = kForRequest});
  queue_.Clear();
  EXPECT_EQ(queue_.queued(), 0u);
  EXPECT_THAT(queue_.ongoing(), ElementsAre());
  EXPECT_EQ(queue_.TakeForRequest(), std::nullopt);
}

}  // namespace
}  // namespace lookoutvision::testing
