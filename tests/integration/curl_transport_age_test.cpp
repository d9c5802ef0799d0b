// Tests of the age limits of connections and resolved names, with a shifted clock.
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

TEST(CurlTransportAge, OfAResolvedNameIsAMinute) {
  MockService service(FixedResponse());
  // A new connection each time.
  const auto transport = MakeCurlTransport({.idle_timeout = seconds{0}, .max_idle_connections = 1});
  const HttpRequest request{
      .method = "GET",
      .url = "http://" + std::string(test::kLoopbackName) + ":" + std::to_string(service.port())};
  test::ShiftedClock clock;
  const int before = test::LookUpsOfLoopbackName();
  ExpectResponse(*transport, request);
  // Some versions of libcurl resolve IPv4 and IPv6 at once, others one by one.
  const int asked = test::LookUpsOfLoopbackName() - before;
  EXPECT_GT(asked, 0);
  clock.Advance(seconds{58});
  ExpectResponse(*transport, request);
  EXPECT_EQ(test::LookUpsOfLoopbackName(), before + asked);
  clock.Advance(seconds{4});
  ExpectResponse(*transport, request);
  EXPECT_EQ(test::LookUpsOfLoopbackName(), before + 2 * asked);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2, 3));
}

// A signature is valid for some minutes only, and the retry loop signs again.
TEST(CurlTransportAge, OfASilentlyRepeatedRequestIsAMinute) {
  MockService service(FixedResponse());
  test::ShiftedClock clock;
  seconds lost{0};
  Platform platform;
  // Called when an exchange begins, on this thread.
  platform.steady_now = [&] {
    clock.Advance(std::exchange(lost, seconds{0}));
    return std::chrono::steady_clock::now();
  };
  const auto transport = MakeCurlTransport({.idle_timeout = seconds{1000}, .platform = platform});
  const HttpSendOptions options = test::Within(seconds{1000});
  const testing::Fault dead{.at = testing::FaultPoint::kRequestRead, .then = testing::FaultAction::kClose};
  ExpectResponse(*transport, Get(service), options);

  service.Enqueue(dead);
  lost = seconds{58};
  ExpectResponse(*transport, Get(service), options);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 2));

  service.Enqueue(dead);
  lost = seconds{61};
  const Error error = test::Failed(*transport, Get(service), options);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1, 2, 2));
}

// Each origin has its own connections; the pool keeps the most recently used ones.
TEST(CurlTransportAge, OfConnectionsToSeveralServersDependsOnTheirNumber) {
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
