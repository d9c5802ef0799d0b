// Tests of the counters and recorded requests of the mock service.
#include "testing/journal.h"

#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

TEST(Journal, CountsAndRecords) {
  Journal journal(10, 1000);
  EXPECT_EQ(journal.AddConnection(), 1u);
  EXPECT_EQ(journal.AddConnection(), 2u);
  journal.RemoveConnection();
  journal.AddFault();
  journal.AddRequest({.method = "GET", .target = "/"});
  const auto counters = journal.counters();
  EXPECT_EQ(counters.connections, 2u);
  EXPECT_EQ(counters.open_connections, 1u);
  EXPECT_EQ(counters.faults, 1u);
  EXPECT_EQ(counters.requests, 1u);
  ASSERT_EQ(journal.requests().size(), 1u);
  EXPECT_EQ(journal.requests()[0].target, "/");
}

TEST(Journal, KeepsTheLastRequestsAndCountsAll) {
  Journal journal(2, 1000);
  for (const char* target : {"/1", "/2", "/3"}) journal.AddRequest({.method = "GET", .target = target});
  EXPECT_EQ(journal.counters().requests, 3u);
  ASSERT_EQ(journal.requests().size(), 2u);
  EXPECT_EQ(journal.requests()[0].target, "/2");
  EXPECT_EQ(journal.requests()[1].target, "/3");
}

TEST(Journal, DropsTheOldestRequestsBeyondMaxBytes) {
  Journal journal(10, 100);
  for (const char* target : {"/1", "/2", "/3"}) {
    journal.AddRequest({.method = "PUT", .target = target, .body = std::string(40, 'x')});
  }
  ASSERT_EQ(journal.requests().size(), 2u);
  EXPECT_EQ(journal.requests()[0].target, "/2");
  journal.AddRequest({.method = "PUT", .target = "/4", .body = std::string(96, 'x')});
  EXPECT_TRUE(journal.requests().empty());
  journal.AddRequest({.method = "PUT", .target = "/5", .body = std::string(95, 'x')});
  EXPECT_EQ(journal.requests().size(), 1u);
  EXPECT_EQ(journal.counters().requests, 5u);
}

TEST(Journal, WaitsForAChangeByAnotherThread) {
  Journal journal(10, 1000);
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) journal.AddFault();
  });
  EXPECT_TRUE(journal.WaitUntil([](const auto& now) { return now.faults == 100; }, std::chrono::seconds{60}));
  other.join();
}

TEST(Journal, StopsWaitingWhenNothingChanges) {
  Journal journal(10, 1000);
  EXPECT_FALSE(journal.WaitUntil([](const auto& now) { return now.faults == 1; }, std::chrono::seconds{0}));
}

TEST(Journal, AllowsTheConditionToCallTheJournal) {
  Journal journal(10, 1000);
  journal.AddFault();
  EXPECT_TRUE(journal.WaitUntil([&](const auto&) { return journal.counters().faults == 1; },
                                std::chrono::seconds{60}));
}

}  // namespace
}  // namespace lookoutvision::testing
