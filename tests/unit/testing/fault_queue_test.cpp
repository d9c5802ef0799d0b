// Whose turn it is.
#include "testing/fault_queue.h"

#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

const Fault kForConnection{.at = FaultPoint::kAccept};
const Fault kForRequest{.at = FaultPoint::kRequestStart};

TEST(FaultQueue, GivesNothingWhenEmpty) {
  FaultQueue queue;
  EXPECT_EQ(queue.TakeForConnection(), std::nullopt);
  EXPECT_EQ(queue.TakeForRequest(), std::nullopt);
}

TEST(FaultQueue, GivesTheFirstToWhomItConcerns) {
  FaultQueue queue;
  queue.Push(kForRequest, 2);
  queue.Push(kForConnection, 1);
  EXPECT_EQ(queue.TakeForConnection(), std::nullopt);
  EXPECT_EQ(queue.TakeForRequest(), kForRequest);
  EXPECT_EQ(queue.TakeForRequest(), kForRequest);
  EXPECT_EQ(queue.TakeForRequest(), std::nullopt);
  EXPECT_EQ(queue.TakeForConnection(), kForConnection);
}

}  // namespace
}  // namespace lookoutvision::testing
