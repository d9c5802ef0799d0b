// Tests the examples with event loops against a mock service that withholds each response until the loop has
// handled a timer of its own.
#include <algorithm>
#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "integration/examples/example_test.h"

namespace lookoutvision::test {
namespace {

class EventLoops : public ExampleTest, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Programs, EventLoops,
                         ::testing::Values(WATCH_WITH_EPOLL, WATCH_WITH_ASIO, WATCH_WITH_THREADS,
                                           PACKAGE_WITH_COROUTINES),
                         [](const auto& program) {
                           const std::string path = program.param;
                           return path.substr(path.rfind('_') + 1);
                         });

TEST_P(EventLoops, HandleATimerDuringEachStep) {
  // Each of the three models: a start and two polls, each in a step of its own.
  constexpr std::size_t kSteps = 9;
  testing::MockService& service =
      Service({.progress = testing::ProgressByPolls{.running_at = 1, .finished_at = 2}});
  service.Enqueue({.then = testing::FaultAction::kSilence}, kSteps);
  const auto program = Launch({GetParam(), "1"});
  for (std::size_t i = 1; i <= kSteps; ++i) {
    ASSERT_TRUE(service.WaitUntil([&](const auto& counters) { return counters.faults == i; }));
    // The loop prints a line when it begins a step, and one for its timer.
    ASSERT_TRUE(program->WaitForErr("^((tick\n)*step\n){" + std::to_string(i) + "}tick\n")) << i;
    // The step still waits for its response.
    ASSERT_EQ(service.counters().requests, i);
    service.Release();
  }
  const ProgramResult result = program->Wait();
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 3) << result.out;
  for (const char* component : {"com.example.bottles", "com.example.boards", "com.example.labels"}) {
    EXPECT_NE(result.out.find(component), std::string::npos) << result.out;
  }
}

TEST_P(EventLoops, ReportJobsThatFail) {
  testing::MockService& service = Service(
      {.progress = testing::ProgressByPolls{.running_at = 1, .finished_at = 1},
       .job_failure = [](const auto& request) {
         return request.project_name() == "boards" ? std::optional("the bucket is gone") : std::nullopt;
       }});
  service.Enqueue({.response = testing::Response{.status = 403, .error_type = "AccessDeniedException"}});
  const ProgramResult result = Run({GetParam(), "1"});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.out.find("AccessDeniedException: "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("job failed: the bucket is gone"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("com.example.bottles"), std::string::npos) << result.out;
}

TEST_P(EventLoops, RefuseAnythingButOneIntervalAboveZero) {
  Service();
  for (const Words& words : {Words{"soon"}, {""}, {"0"}, {"-5"}, {"10ms"}, {"99999999999"}, {"1", "2"}}) {
    Words command{GetParam()};
    command.insert(command.end(), words.begin(), words.end());
    const ProgramResult result = Run(command);
    EXPECT_EQ(result.status, 2) << words.front();
    EXPECT_EQ(result.err,
              "usage: " + command.front() + " [POLL_INTERVAL_IN_MILLISECONDS], a whole number from 1 up\n");
  }
}

}  // namespace
}  // namespace lookoutvision::test
