// Tests of the queue of faults.
#include "testing/fault_queue.h"

#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;

const Fault kForConnection{.at = FaultPoint::kAccept};
const Fault kForRequest{.at = FaultPoint::kRequestStart};

// The fault without what was drawn for the request.
std::optional<Fault> GetFault(const std::optional<AppliedFault>& applied) {
  return applied ? std::optional<Fault>(*applied) : std::nullopt;
}

class FaultQueueTest : public ::testing::Test {
 protected:
  std::optional<Fault> TakeForConnection() { return GetFault(queue_.TakeForConnection()); }
  // At the start of the request or, if there is none, when it was read.
  std::optional<Fault> TakeForRequest() {
    if (auto early = queue_.TakeForRequestStart()) return GetFault(early);
    return GetFault(queue_.TakeForRequest({.headers = {}}));
  }
  std::vector<OngoingFault> ongoing() const {
    std::vector<OngoingFault> faults;
    for (const InstalledFault& fault : queue_.installed()) {
      if (const auto* const ongoing = std::get_if<OngoingFault>(&fault.fault)) faults.push_back(*ongoing);
    }
    return faults;
  }

  test::FakePlatform platform_;
  FaultQueue queue_{platform_.platform(), 0};
};

TEST_F(FaultQueueTest, ReturnsNothingWhenEmpty) {
  EXPECT_EQ(TakeForConnection(), std::nullopt);
  EXPECT_EQ(TakeForRequest(), std::nullopt);
}

TEST_F(FaultQueueTest, ReturnsTheFirstFaultToItsTargetOnly) {
  queue_.Push(kForRequest, 2);
  queue_.Push(kForConnection, 1);
  EXPECT_EQ(queue_.queued(), 3u);
  EXPECT_EQ(TakeForConnection(), std::nullopt);
  EXPECT_EQ(TakeForRequest(), kForRequest);
  EXPECT_EQ(TakeForRequest(), kForRequest);
  EXPECT_EQ(TakeForRequest(), std::nullopt);
  EXPECT_EQ(TakeForConnection(), kForConnection);
}

TEST_F(FaultQueueTest, RepeatsAnOngoingFaultWhenTheQueueIsEmpty) {
  queue_.Install({.fault = kForRequest});
  queue_.Push(kForConnection, 1);
  EXPECT_EQ(TakeForRequest(), std::nullopt);
  EXPECT_EQ(TakeForConnection(), kForConnection);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(TakeForRequest(), kForRequest);
  EXPECT_EQ(TakeForConnection(), std::nullopt);
}

TEST_F(FaultQueueTest, AppliesAnOngoingFaultFromItsBeginningToItsEnd) {
  const OngoingFault outage{.fault = kForConnection, .begins_after = 5s, .lasts = 30s};
  queue_.Install(outage);
  EXPECT_EQ(TakeForConnection(), std::nullopt);
  EXPECT_THAT(ongoing(), ElementsAre(outage));
  platform_.Advance(5s);
  EXPECT_EQ(TakeForConnection(), kForConnection);
  platform_.Advance(30s - 1ns);
  EXPECT_EQ(TakeForConnection(), kForConnection);
  platform_.Advance(1ns);
  EXPECT_THAT(ongoing(), ElementsAre());
  EXPECT_EQ(TakeForConnection(), std::nullopt);
}

TEST_F(FaultQueueTest, LetsTimePassForOngoingFaults) {
  queue_.Install({.fault = kForConnection, .begins_after = 5s, .lasts = 30s});
  queue_.AdvanceClock(5s);
  EXPECT_EQ(TakeForConnection(), kForConnection);
  queue_.AdvanceClock(30s);
  EXPECT_THAT(ongoing(), ElementsAre());
  EXPECT_EQ(TakeForConnection(), std::nullopt);
}

// The clock of jobs can go back with their state, and advance again.
TEST_F(FaultQueueTest, LetsMoreTimePassThanTheClockCanHold) {
  queue_.Install({.fault = kForConnection});
  for (int year = 0; year < 300; ++year) queue_.AdvanceClock(24h * 366);
  EXPECT_EQ(TakeForConnection(), kForConnection);
}

TEST_F(FaultQueueTest, AlwaysAppliesAShareOfOneAndNeverAShareOfZero) {
  queue_.Install({.fault = kForConnection, .share = 0});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(TakeForConnection(), std::nullopt);
  queue_.Install({.fault = kForRequest, .share = 1});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(TakeForRequest(), kForRequest);
}

TEST_F(FaultQueueTest, PrefersTheOngoingFaultInstalledFirst) {
  const Fault other{.delay = 1s};
  queue_.Install({.fault = other, .lasts = 1s});
  queue_.Install({.fault = kForRequest});
  EXPECT_EQ(TakeForRequest(), other);
  platform_.Advance(1s);
  EXPECT_EQ(TakeForRequest(), kForRequest);
}

TEST_F(FaultQueueTest, TakesAnEarlyFaultIfTheOneBeforeItDoesNotApply) {
  queue_.Install({.fault = {.delay = 1s}, .share = 0});
  queue_.Install({.fault = kForRequest});
  EXPECT_EQ(GetFault(queue_.TakeForRequestStart()), kForRequest);
}

TEST_F(FaultQueueTest, NumbersTheFaultsAndRemovesThem) {
  const auto first = queue_.Push(kForRequest, 2);
  const auto second = queue_.Install({.fault = kForConnection});
  EXPECT_EQ(first, 1u);
  EXPECT_THAT(queue_.installed(),
              ElementsAre(InstalledFault{.id = 1, .fault = QueuedFault{.fault = kForRequest, .times = 2}},
                          InstalledFault{.id = 2, .fault = OngoingFault{.fault = kForConnection}}));
  EXPECT_EQ(queue_.TakeForRequestStart()->id, first);
  EXPECT_THAT(queue_.installed(),
              Contains(InstalledFault{.id = 1, .fault = QueuedFault{.fault = kForRequest, .times = 1}}));
  EXPECT_TRUE(queue_.Remove(first));
  EXPECT_FALSE(queue_.Remove(first));
  EXPECT_EQ(TakeForRequest(), std::nullopt);
  EXPECT_EQ(TakeForConnection(), kForConnection);
  EXPECT_TRUE(queue_.Remove(second));
  queue_.Clear();
  EXPECT_EQ(queue_.Push(kForRequest, 1), 3u);
}

TEST_F(FaultQueueTest, QueuesNothingZeroTimes) {
  queue_.Push(kForRequest, 0);
  EXPECT_THAT(queue_.installed(), ElementsAre());
}

TEST_F(FaultQueueTest, ClearsQueuedAndOngoingFaults) {
  queue_.Push(kForRequest, 2);
  queue_.Install({.fault = kForRequest});
  queue_.Clear();
  EXPECT_EQ(queue_.queued(), 0u);
  EXPECT_THAT(ongoing(), ElementsAre());
  EXPECT_EQ(TakeForRequest(), std::nullopt);
}

}  // namespace
}  // namespace lookoutvision::testing
