// Tests of the libcurl transport without free file descriptors, and of descriptors that children inherit.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/fork.h"
#include "support/resolver.h"
#include "support/sanitizers.h"
#include "support/silent_ports.h"
#include "support/text_file.h"
#include "support/transport_calls.h"
#include "testing/certificates.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::FixedResponse;
using test::RunningCall;
using test::SilentPort;
using testing::MockService;

// Leaves `count` free descriptors during its lifetime.
class FreeDescriptors {
 public:
  explicit FreeDescriptors(int count) {
    for (int file = 0; (file = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) files_.push_back(file);
    for (; count > 0; --count) CloseOne();
  }
  ~FreeDescriptors() {
    while (!files_.empty()) CloseOne();
  }
  FreeDescriptors(const FreeDescriptors&) = delete;
  FreeDescriptors& operator=(const FreeDescriptors&) = delete;

 private:
  void CloseOne() {
    ::close(files_.back());
    files_.pop_back();
  }

  std::vector<int> files_;
};

void LimitDescriptors() {
  const rlimit limit{.rlim_cur = 128, .rlim_max = 128};
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Whether the error says that the process has too few descriptors, and is retryable.
bool IsShortage(const Error& error) {
  const bool is_shortage = error.kind == ErrorKind::kTransport && error.retryable && !error.unreachable &&
                           error.message.find("Too many open files") != std::string::npos &&
                           error.message.find("ulimit -n") != std::string::npos;
  if (!is_shortage) std::cerr << error << '\n';
  return is_shortage;
}

class CurlTransportShortage : public ::testing::TestWithParam<const char*> {
 protected:
  HttpRequest Request() const {
    return {.method = "GET", .url = GetParam() + std::string(":") + std::to_string(port_.port()) + "/"};
  }
  std::shared_ptr<HttpTransport> Transport() const { return MakeCurlTransport({.ca_bundle = ca_.path()}); }

  const SilentPort port_{64};
  const test::TextFile ca_{testing::MakeServerIdentity(testing::ServerCertificate::kGood).ca};
};

TEST_P(CurlTransportShortage, IsReportedByEachFailedCall) {
  if (test::kAddressSanitized) GTEST_SKIP() << "UndefinedBehaviorSanitizer needs descriptors of its own";
  EXPECT_TRUE(test::HoldsInChild([&] {
    LimitDescriptors();
    bool reported = true;
    for (int count = 0; count < 12; ++count) {
      const FreeDescriptors free(count);
      const auto outcome = Transport()->Send(Request(), test::Within(milliseconds{20}));
      // With enough descriptors, the call waits for a response that never arrives.
      const bool has_enough = count > 0 && !outcome && outcome.error().kind == ErrorKind::kTimeout;
      reported = (has_enough || (!outcome && IsShortage(outcome.error()))) && reported;
    }
    return reported;
  }));
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, CurlTransportShortage,
                         ::testing::Values("http://127.0.0.1", "https://127.0.0.1", "http://loopback.test"));

TEST(CurlTransportAfterAShortage, WakesForTheStopToken) {
  if (test::kAddressSanitized) GTEST_SKIP() << "UndefinedBehaviorSanitizer needs descriptors of its own";
  EXPECT_TRUE(test::HoldsInChild([] {
    LimitDescriptors();
    MockService service(FixedResponse());
    const auto transport = MakeCurlTransport({.max_idle_connections = 1});
    {
      const FreeDescriptors none(0);
      const auto outcome = transport->Send(test::Get(service), test::Watchdog());
      if (outcome || !IsShortage(outcome.error())) return false;
    }
    // On an existing connection only the stop token wakes the call.
    if (!transport->Send(test::Get(service), test::Watchdog())) return false;
    service.Enqueue({.then = testing::FaultAction::kSilence});
    RunningCall call(*transport, test::Get(service));
    if (!test::FaultsReached(service, 1)) return false;
    // During this exchange, the other call begins to wait.
    if (!MakeCurlTransport()->Send(test::Get(service), test::Watchdog())) return false;
    call.Stop();
    const auto outcome = call.Join();
    return !outcome && outcome.error().kind == ErrorKind::kCancelled;
  }));
}

// A child process that inherits descriptors, and ends when the object is destroyed.
class Child {
 public:
  Child() {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("cannot create a pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
    char name[] = "cat";
    char* const arguments[] = {name, nullptr};
    const int failure = posix_spawnp(&child_, name, &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[0]);
    input_ = pipe[1];
    if (failure != 0) throw std::runtime_error("cannot start cat");
  }
  ~Child() {
    ::close(input_);
    ::waitpid(child_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

 private:
  pid_t child_ = -1;
  int input_ = -1;
};

bool AllAreClosed(const MockService& service) {
  return service.WaitUntil([](const auto& now) { return now.open_connections == 0; });
}

TEST(CurlTransportInheritance, ExcludesIdleConnections) {
  MockService service(FixedResponse());
  auto transport = MakeCurlTransport();
  test::ExpectResponse(*transport, test::Get(service));
  const Child child;
  transport.reset();
  EXPECT_TRUE(AllAreClosed(service));
}

TEST(CurlTransportInheritance, ExcludesTheConnectionOfACallInProgress) {
  MockService service(FixedResponse());
  service.Enqueue({.then = testing::FaultAction::kSilence});
  const auto transport = MakeCurlTransport();
  RunningCall call(*transport, test::Get(service));
  ASSERT_TRUE(test::FaultsReached(service, 1));
  const Child child;
  call.Stop();
  EXPECT_FALSE(call.Join());
  EXPECT_TRUE(AllAreClosed(service));
}

}  // namespace
}  // namespace lookoutvision
