// Tests of the libcurl transport with threads and forks.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/fork.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::ConnectionsOf;
using test::ExpectResponse;
using test::FaultsReached;
using test::FixedResponse;
using test::Get;
using test::HoldsInChild;
using test::RunningCall;
using test::Watchdog;
using ::testing::ElementsAre;
using testing::FaultAction;
using testing::MockService;

// Makes `count` calls, which are all in progress before the first one ends.
void CallAtOnce(MockService& service, HttpTransport& transport, int count) {
  const std::size_t faults = service.counters().faults + static_cast<std::size_t>(count);
  service.Enqueue({.then = FaultAction::kSilence}, count);
  std::vector<std::unique_ptr<RunningCall>> calls;
  for (int i = 0; i < count; ++i) calls.push_back(std::make_unique<RunningCall>(transport, Get(service)));
  // Fails if a call waits for the handle of another one.
  EXPECT_TRUE(FaultsReached(service, faults));
  service.Release();
  for (const auto& call : calls) {
    const auto outcome = call->Join();
    EXPECT_TRUE(outcome.has_value()) << outcome.error();
  }
}

TEST(CurlTransportThreads, UseTheirOwnConnectionsWithoutWaiting) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 1});
  CallAtOnce(service, *transport, 4);
  EXPECT_EQ(service.counters().connections, 4U);
}

TEST(CurlTransportThreads, KeepAtMostMaxIdleConnections) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 2});
  CallAtOnce(service, *transport, 4);
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 2; }));
  // Both idle connections are used again.
  CallAtOnce(service, *transport, 2);
  EXPECT_EQ(service.counters().connections, 4U);
  EXPECT_EQ(service.counters().open_connections, 2U);
}

TEST(CurlTransportThreads, KeepNoConnectionIfTheMaximumIsZero) {
  MockService service(FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 0});
  ExpectResponse(*transport, Get(service));
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
  ExpectResponse(*transport, Get(service));
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2));
}

class CurlTransportFork : public ::testing::TestWithParam<bool> {};

TEST_P(CurlTransportFork, GivesParentAndChildTheirOwnConnections) {
  MockService service(FixedResponse({.body = "hello"}, GetParam()));
  auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
  const HttpRequest request = Get(service);
  ExpectResponse(*transport, request);
  EXPECT_TRUE(HoldsInChild([&] {
    // The second call uses the child's own pool.
    const bool succeeded = transport->Send(request, Watchdog()) && transport->Send(request, Watchdog());
    transport.reset();
    return succeeded;
  }));
  ExpectResponse(*transport, request);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 2, 2, 1));
}

TEST_P(CurlTransportFork, KeepsTheParentsConnectionsIfTheChildDropsThem) {
  MockService service(FixedResponse({.body = "hello"}, GetParam()));
  auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
  const HttpRequest request = Get(service);
  ExpectResponse(*transport, request);
  EXPECT_TRUE(HoldsInChild([&] {
    transport.reset();
    return true;
  }));
  ExpectResponse(*transport, request);
  EXPECT_THAT(ConnectionsOf(service), ElementsAre(1, 1));
}

// The child inherits idle connections, and one of a call whose thread does not exist in the child.
TEST_P(CurlTransportFork, MayHappenDuringACall) {
  MockService service(FixedResponse({.body = "hello"}, GetParam()));
  const auto transport = MakeCurlTransport({.ca_bundle = service.ca_bundle_path()});
  const HttpRequest request = Get(service);
  CallAtOnce(service, *transport, 2);
  service.Enqueue({.then = FaultAction::kSilence});
  RunningCall call(*transport, request);
  ASSERT_TRUE(FaultsReached(service, 3));
  EXPECT_TRUE(HoldsInChild([&] { return transport->Send(request, Watchdog()).has_value(); }));
  service.Release();
  EXPECT_TRUE(call.Join().has_value());
  ExpectResponse(*transport, request);
  EXPECT_EQ(service.counters().connections, 3U);
}

INSTANTIATE_TEST_SUITE_P(PlainAndTls, CurlTransportFork, ::testing::Bool());

}  // namespace
}  // namespace lookoutvision
