// Tests of clients over Unix sockets.
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/fork.h"
#include "support/hostile_calls.h"
#include "support/temporary_folder.h"
#include "support/transport_calls.h"
#include "support/unix_server.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::ConnectionsOf;
using test::ExpectResponse;
using test::Failed;
using test::FaultsReached;
using test::HastyConfig;
using test::SomeDescribe;
using test::SomeStart;
using test::UnixServer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::FaultAction;
using testing::FaultPoint;
using ::testing::HasSubstr;
using testing::MockService;
using testing::MockServiceOptions;
using ::testing::Not;
using ::testing::StartsWith;

class UnixSocketClient : public ::testing::Test {
 protected:
  MockServiceOptions Options(testing::Response response) const {
    MockServiceOptions options = test::FixedResponse(std::move(response));
    options.unix_socket = path_;
    return options;
  }
  ClientConfig Config() const { return HastyConfig("unix:" + path_); }
  Error ErrorOfCall() const { return ErrorOfCall(Config()); }
  static Error ErrorOfCall(const ClientConfig& config) {
    const auto started = Client(config).StartModelPackagingJob(SomeStart());
    EXPECT_FALSE(started);
    return started ? Error{} : started.error();
  }
  void ExpectUnreachable(const Error& error, int attempts, const std::string& why) const {
    EXPECT_EQ(error.kind, ErrorKind::kTransport) << error;
    EXPECT_EQ(error.attempts, attempts) << error;
    EXPECT_EQ(error.retryable, attempts > 1) << error;
    EXPECT_TRUE(error.unreachable) << error;
    EXPECT_EQ(error.endpoint, "unix:" + path_);
    EXPECT_EQ(error.message, "connecting to the Unix socket " + path_ + " failed: " + why +
                                 "; a server must listen on the socket, and this user must be allowed to "
                                 "write to it");
  }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.PathOf("gateway.sock");
};

HttpRequest Get(const std::string& target = "/") {
  return {.method = "GET", .url = "http://localhost" + target};
}

HttpSendOptions To(const std::string& path, std::optional<milliseconds> timeout = milliseconds{60'000}) {
  HttpSendOptions options;
  options.timeout = timeout;
  options.unix_socket = path;
  return options;
}

TEST_F(UnixSocketClient, MakesSignedCalls) {
  MockService service({.unix_socket = path_});
  EXPECT_EQ(service.endpoint_url(), "unix:" + path_);
  EXPECT_EQ(service.port(), 0);
  std::vector<std::string> endpoints;
  std::vector<std::optional<bool>> reused;
  ClientConfig config = Config();
  config.on_attempt = [&](const AttemptEvent& event) {
    endpoints.emplace_back(event.endpoint);
    reused.push_back(event.measurements.connection_reused);
  };
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token&) { return true; };
  const Client client(config);
  const auto started = client.StartModelPackagingJobAndWait(SomeStart());
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(test::LastRequest(service).headers.Find("Host"), "localhost");
  EXPECT_THAT(endpoints, ::testing::Each("unix:" + path_));
  EXPECT_EQ(service.counters().connections, 1U);
  EXPECT_EQ(reused.front(), false);
  EXPECT_EQ(reused.back(), true);
  const auto missing = client.DescribeModelPackagingJob(SomeDescribe());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kResourceNotFoundException) << missing.error();
  EXPECT_EQ(missing.error().endpoint, "unix:" + path_);
}

TEST_F(UnixSocketClient, UsesNoProxy) {
  MockService service({.unix_socket = path_});
  ClientConfig config = Config();
  config.platform.getenv = [](const std::string& name) {
    return name.ends_with("_proxy") ? std::optional<std::string>("http://127.0.0.1:1") : std::nullopt;
  };
  const auto started = Client(config).StartModelPackagingJob(SomeStart());
  EXPECT_TRUE(started) << started.error();
}

TEST_F(UnixSocketClient, KeepsConnectionsOfDifferentSocketsApart) {
  MockServiceOptions other_options = Options({.body = "two"});
  other_options.unix_socket = folder_.PathOf("other.sock");
  MockService one(Options({.body = "one"}));
  MockService two(other_options);
  const auto transport = MakeCurlTransport();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ExpectResponse(*transport, Get(), To(path_)).body, "one");
    EXPECT_EQ(ExpectResponse(*transport, Get(), To(other_options.unix_socket)).body, "two");
  }
  EXPECT_THAT(ConnectionsOf(one), ElementsAre(1, 1));
  EXPECT_THAT(ConnectionsOf(two), ElementsAre(1, 1));
}

TEST_F(UnixSocketClient, KeepsASocketAndTheHostOfItsUrlApart) {
  MockService over_tcp(test::FixedResponse({.body = "tcp"}));
  MockService over_unix(Options({.body = "unix"}));
  const auto transport = MakeCurlTransport();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ExpectResponse(*transport, test::Get(over_tcp)).body, "tcp");
    EXPECT_EQ(ExpectResponse(*transport, test::Get(over_tcp), To(path_)).body, "unix");
  }
  EXPECT_THAT(ConnectionsOf(over_tcp), ElementsAre(1, 1));
  EXPECT_THAT(ConnectionsOf(over_unix), ElementsAre(1, 1));
}

TEST_F(UnixSocketClient, ReportsASocketThatDoesNotExist) {
  ExpectUnreachable(ErrorOfCall(), 3, "No such file or directory");
}

TEST_F(UnixSocketClient, WaitsForASocketThatIsMadeDuringTheBackoff) {
  std::optional<MockService> service;
  ClientConfig config = Config();
  config.platform.sleep = [&](std::chrono::nanoseconds, const std::stop_token&) {
    if (!service) service.emplace(MockServiceOptions{.unix_socket = path_});
    return true;
  };
  EXPECT_TRUE(Client(config).StartModelPackagingJob(SomeStart()));
}

TEST_F(UnixSocketClient, ReportsASocketThatNoServerListensOn) {
  UnixServer(path_).Close();
  ASSERT_TRUE(std::filesystem::is_socket(path_));
  ExpectUnreachable(ErrorOfCall(), 3, "Connection refused");
}

TEST_F(UnixSocketClient, ReportsAFileThatIsNotASocket) {
  std::ofstream(path_) << "text";
  ExpectUnreachable(ErrorOfCall(), 3, "Connection refused");
}

TEST_F(UnixSocketClient, ReportsABasePath) {
  MockService service({.unix_socket = path_});
  const Error error = ErrorOfCall(HastyConfig("unix:" + path_ + "/vision"));
  EXPECT_EQ(error.attempts, 1);
  EXPECT_THAT(error.message, HasSubstr("Not a directory; a server must listen on the socket"));
}

TEST_F(UnixSocketClient, ReportsADatagramSocket) {
  const UnixServer server(path_, SOCK_DGRAM);
  ExpectUnreachable(ErrorOfCall(), 1, "Protocol wrong type for socket");
}

TEST_F(UnixSocketClient, ReportsThatTheSocketMayNotBeUsed) {
  MockService service({.unix_socket = path_});
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  ASSERT_EQ(::chmod(path_.c_str(), 0), 0);
  const auto reports = [&] {
    ExpectUnreachable(ErrorOfCall(), 1, "Permission denied");
    return !HasFailure();
  };
  if (::geteuid() != 0) {
    EXPECT_TRUE(reports());
    return;
  }
  // Root may use every socket, so that another user is needed.
  EXPECT_TRUE(test::HoldsInChild([&] { return ::setuid(65534) == 0 && reports(); }));
}

TEST_F(UnixSocketClient, ReportsAFullQueue) {
  UnixServer server(path_);
  server.FillQueue();
  ExpectUnreachable(ErrorOfCall(), 3, "Resource temporarily unavailable");
}

TEST_F(UnixSocketClient, ReportsTheReasonOfTheLastAttemptOnly) {
  const auto transport = MakeCurlTransport();
  {
    const UnixServer datagrams(path_, SOCK_DGRAM);
    EXPECT_FALSE(Failed(*transport, Get(), To(path_)).retryable);
  }
  std::filesystem::remove(path_);
  UnixServer server(path_);
  server.FillQueue();
  for (int i = 0; i < 2; ++i) {
    const Error error = Failed(*transport, Get(), To(path_));
    EXPECT_THAT(error.message, HasSubstr(": Resource temporarily unavailable;"));
    EXPECT_TRUE(error.retryable);
  }
}

TEST_F(UnixSocketClient, ReportsAServerThatNeverAccepts) {
  const UnixServer server(path_);
  ClientConfig config = Config();
  config.timeouts.attempt = milliseconds{50};
  // A second attempt would fail because the queue is full.
  config.retry.max_attempts = 1;
  const Error error = ErrorOfCall(config);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unreachable);
  EXPECT_THAT(error.message,
              StartsWith("the attempt timeout of 50 ms passed while waiting for the response from "
                         "the Unix socket " +
                         path_ + ": "));
}

TEST_F(UnixSocketClient, NamesTheSocketInsteadOfAHost) {
  MockService service(Options({}));
  const auto transport = MakeCurlTransport({.max_header_bytes = 200});
  for (const char* raw : {"SSH-2.0", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", ""}) {
    service.Enqueue({.response = testing::Response{.raw = raw},
                     .at = FaultPoint::kResponseEnd,
                     .then = FaultAction::kClose});
    const Error error = Failed(*transport, Get(), To(path_));
    EXPECT_THAT(error.message, AllOf(HasSubstr("the Unix socket " + path_), Not(HasSubstr("localhost"))));
    EXPECT_EQ(error.endpoint, "unix:" + path_);
  }
}

TEST_F(UnixSocketClient, LooksUpNoNameIfTheTimeoutHasPassed) {
  const UnixServer server(path_);
  const Error error = Failed(*MakeCurlTransport(), Get(), To(path_, milliseconds{-1}));
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_THAT(error.message, AllOf(HasSubstr(" the Unix socket " + path_), Not(HasSubstr("looking up"))));
}

TEST_F(UnixSocketClient, EndsWhenTheCallIsStopped) {
  MockService service(Options({.body = "hello"}));
  const auto transport = MakeCurlTransport();
  for (const FaultPoint at : {FaultPoint::kAccept, FaultPoint::kRequestRead, FaultPoint::kResponseBody}) {
    SCOPED_TRACE(static_cast<int>(at));
    const std::size_t faults = service.counters().faults;
    service.Enqueue({.at = at, .then = FaultAction::kSilence});
    test::RunningCall call(*transport, Get(), To(path_));
    ASSERT_TRUE(FaultsReached(service, faults + 1));
    call.Stop();
    const auto outcome = call.Join();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
    EXPECT_THAT(outcome.error().message, HasSubstr(" the Unix socket " + path_));
  }
  EXPECT_EQ(ExpectResponse(*transport, Get(), To(path_)).body, "hello");
}

TEST_F(UnixSocketClient, SendsAgainOnANewConnectionIfTheServerClosedTheIdleOne) {
  MockService service(Options({.body = "hello"}));
  const auto transport = MakeCurlTransport();
  for (const FaultAction end : {FaultAction::kClose, FaultAction::kReset}) {
    ExpectResponse(*transport, Get(), To(path_));
    service.Enqueue({.then = end});
    EXPECT_EQ(ExpectResponse(*transport, Get(), To(path_)).body, "hello");
  }
}

TEST_F(UnixSocketClient, LeavesNoConnectionToOtherPrograms) {
  MockService service(Options({.body = "hello"}));
  const auto transport = MakeCurlTransport();
  ExpectResponse(*transport, Get(), To(path_));
  int sockets = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int file = std::stoi(entry.path().filename());
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(file, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (test::UnixServer::PathOf(peer, size) != path_) continue;
    ++sockets;
    EXPECT_EQ(::fcntl(file, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
  }
  EXPECT_EQ(sockets, 1);
}

}  // namespace
}  // namespace lookoutvision
