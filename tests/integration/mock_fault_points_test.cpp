// Tests of the mock service's faults at each point of an exchange.
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"
#include "support/temporary_folder.h"
#include "support/transport_calls.h"

namespace lookoutvision::testing {
namespace {

using test::FaultsReached;
using test::RawConnection;
using ::testing::StartsWith;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
const Response kResponse{.raw = std::string(kHead) + "abcd"};

struct Point {
  const char* name;
  FaultPoint at;
  /// The bytes that the client has received at that point.
  std::string received;
};

void PrintTo(const Point& point, std::ostream* out) {
  *out << point.name;
}

// With TCP and with a Unix socket.
class MockFaultAtPoint : public ::testing::TestWithParam<std::tuple<Point, bool>> {
 protected:
  const Point& point() const { return std::get<0>(GetParam()); }
  bool is_unix() const { return std::get<1>(GetParam()); }
  RawConnection Connect() const { return is_unix() ? RawConnection(path_) : RawConnection(service_.port()); }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.PathOf("mock.sock");
  MockService service_{{.unix_socket = is_unix() ? path_ : ""}};
};

TEST_P(MockFaultAtPoint, ClosesTheConnectionInOrder) {
  service_.Enqueue(
      {.response = point().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
       .at = point().at,
       .then = FaultAction::kClose});
  RawConnection connection = Connect();
  connection.Send(kGet);
  EXPECT_EQ(connection.ReadToEnd(), point().received);
  EXPECT_EQ(connection.end(), RawConnection::End::kClosed);
}

TEST_P(MockFaultAtPoint, ResetsTheConnection) {
  service_.Enqueue(
      {.response = point().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
       .at = point().at,
       .then = FaultAction::kReset});
  RawConnection connection = Connect();
  connection.Send(kGet);
  connection.ReadToEnd();
  // A Unix socket is reset only if the service has not read all that was sent.
  EXPECT_TRUE(connection.end() == RawConnection::End::kReset ||
              (is_unix() && connection.end() == RawConnection::End::kClosed));
}

TEST_P(MockFaultAtPoint, IsSilentUntilReleased) {
  service_.Enqueue(
      {.response = point().at < FaultPoint::kRequestRead ? std::nullopt : std::optional(kResponse),
       .at = point().at,
       .then = FaultAction::kSilence});
  RawConnection connection = Connect();
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service_, 1));
  EXPECT_EQ(connection.Read(point().received.size()), point().received);
  EXPECT_EQ(service_.counters().requests, point().at < FaultPoint::kRequestRead ? 0u : 1u);

  service_.Release();
  if (point().at < FaultPoint::kRequestRead) {
    EXPECT_THAT(connection.ReadResponse(), StartsWith("HTTP/1.1 404"));
  } else {
    const std::string rest = kResponse.raw->substr(point().received.size());
    EXPECT_EQ(connection.Read(rest.size()), rest);
  }
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST_P(MockFaultAtPoint, StopsDuringASilence) {
  service_.Enqueue({.at = point().at, .then = FaultAction::kSilence});
  RawConnection connection = Connect();
  connection.Send(kGet);
  ASSERT_TRUE(FaultsReached(service_, 1));
  service_.Stop();
  connection.ReadToEnd();
  EXPECT_NE(connection.end(), RawConnection::End::kStillOpen);
}

INSTANTIATE_TEST_SUITE_P(
    AtEveryPoint, MockFaultAtPoint,
    ::testing::Combine(
        ::testing::Values(Point{"Accept", FaultPoint::kAccept, ""},
                          Point{"RequestStart", FaultPoint::kRequestStart, ""},
                          Point{"RequestRead", FaultPoint::kRequestRead, ""},
                          Point{"ResponseHeaders", FaultPoint::kResponseHeaders,
                                std::string(kHead.substr(0, kHead.size() / 2))},
                          Point{"ResponseBody", FaultPoint::kResponseBody, std::string(kHead) + "ab"},
                          Point{"ResponseEnd", FaultPoint::kResponseEnd, std::string(kHead) + "abcd"}),
        ::testing::Bool()),
    [](const auto& parameter) {
      return std::get<0>(parameter.param).name + std::string(std::get<1>(parameter.param) ? "OverUnix" : "");
    });

}  // namespace
}  // namespace lookoutvision::testing
