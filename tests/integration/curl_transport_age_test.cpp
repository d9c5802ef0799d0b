// Tests of the limits of idle connections and resolved names, with a shifted clock.
#include <chrono>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/resolver.h"
#include "support/shifted_clock.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using std::chrono::seconds;
using test::ConnectionsOf;
using test::ExpectResponse;
using test::FixedResponse;
using test::Get;
using ::testing::ElementsAre;
using testing::MockService;

TEST(CurlTransportAge, OfAnIdleConnectionIsLimited) {
  for (const bool tls : {false, true}) {
    MockService service(FixedResponse({.body = "hello"}, tls));
    const auto transport =
        MakeCurlTransport({.ca_bundle = service.ca_bundle_path(), .idle_timeout = seconds{20}});
    test::ShiftedClock clock;
    ExpectResponse(*transport, Get(service));
    clock.Advance(seconds{19});
    ExpectResponse(*transport, Get(service));
    clock.Advance(seconds{22});
    ExpectResponse(*transport, Get(service));
    EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 2));
  }
}

TEST(CurlTransportAge, OfABusyConnectionIsLimited) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport({.max_connection_age = seconds{50}});
  test::ShiftedClock clock;
  for (int i = 0; i < 5; ++i) {
    ExpectResponse(*transport, Get(service));
    clock.Advance(seconds{20});
  }
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 1, 2, 2));
}

TEST(CurlTransportAge, OfAResolvedNameIsLimitedToAMinute) {
  MockService service(FixedResponse());
  // Each call makes a new connection.
  const auto transport = MakeCurlTransport({.idle_timeout = seconds{0}, .max_idle_connections = 1});
  const HttpRequest request{
      .method = "GET",
      .url = "http://" + std::string(test::kLoopbackName) + ":" + std::to_string(service.port())};
  test::ShiftedClock clock;
  const int before = test::LookUpsOfLoopbackName();
  ExpectResponse(*transport, request);
  // Some versions of libcurl look up IPv4 and IPv6 together, others separately.
  const int per_resolution = test::LookUpsOfLoopbackName() - before;
  EXPECT_GT(per_resolution, 0);
  clock.Advance(seconds{58});
  ExpectResponse(*transport, request);
  EXPECT_EQ(test::LookUpsOfLoopbackName(), before + per_resolution);
  clock.Advance(seconds{4});
  ExpectResponse(*transport, request);
  EXPECT_EQ(test::LookUpsOfLoopbackName(), before + 2 * per_resolution);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2, 3));
}

// The transport repeats the request with the same signature, which is valid for some minutes; a retry signs
// again.
TEST(CurlTransportAge, OfARequestThatTheTransportRepeatsIsLimitedToAMinute) {
  MockService service(FixedResponse());
  test::ShiftedClock clock;
  seconds delay{0};
  Platform platform;
  // Called on this thread when an exchange begins.
  platform.steady_now = [&] {
    clock.Advance(std::exchange(delay, seconds{0}));
    return std::chrono::steady_clock::now();
  };
  const auto transport = MakeCurlTransport({.idle_timeout = seconds{1000}, .platform = platform});
  const HttpSendOptions options = test::Within(seconds{1000});
  const testing::Fault close{.at = testing::FaultPoint::kRequestRead, .then = testing::FaultAction::kClose};
  ExpectResponse(*transport, Get(service), options);

  service.Enqueue(close);
  delay = seconds{58};
  ExpectResponse(*transport, Get(service), options);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 2));

  service.Enqueue(close);
  delay = seconds{61};
  const Error error = test::Failed(*transport, Get(service), options);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 2, 2));
}

TEST(CurlTransportIdleConnections, AreTheMostRecentlyUsedOnesOfAllServers) {
  MockService first(FixedResponse());
  MockService second(FixedResponse());
  MockService third(FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 2});
  for (MockService* service : {&first, &second, &first, &second, &third, &second, &first}) {
    ExpectResponse(*transport, Get(*service));
  }
  EXPECT_THAT(ConnectionsOf(first), ElementsAre(1, 1, 2));
  EXPECT_THAT(ConnectionsOf(second), ElementsAre(1, 1, 1));
  EXPECT_THAT(ConnectionsOf(third), ElementsAre(1));
}

}  // namespace
}  // namespace lookoutvision
