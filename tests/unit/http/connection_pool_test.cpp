// Tests of ConnectionPool, without real connections.
#include "http/connection_pool.h"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

const std::string kOrigin = "https://a.example";
const std::string kElsewhere = "https://b.example";

enum class Kind { kOpen, kClosed };

// An open connection has a fake socket.
std::unique_ptr<CurlConnection> NewConnection(const std::string& origin = kOrigin, Kind kind = Kind::kOpen) {
  auto connection = std::make_unique<CurlConnection>(HttpTransportOptions{});
  connection->origin = origin;
  if (kind == Kind::kOpen) connection->socket = 0;
  return connection;
}

TEST(ConnectionPool, IsEmptyAtFirst) {
  ConnectionPool pool(2);
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
}

TEST(ConnectionPool, ReturnsTheMostRecentlyUsedConnectionFirst) {
  ConnectionPool pool(2);
  auto cold = NewConnection();
  auto warm = NewConnection();
  const CurlConnection* const cold_address = cold.get();
  const CurlConnection* const warm_address = warm.get();
  pool.Return(std::move(cold));
  pool.Return(std::move(warm));
  const auto first = pool.Take(kOrigin, "");
  const auto second = pool.Take(kOrigin, "");
  EXPECT_EQ(first.get(), warm_address);
  EXPECT_EQ(second.get(), cold_address);
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
}

TEST(ConnectionPool, ReturnsOnlyConnectionsToTheOriginThroughTheProxy) {
  ConnectionPool pool(3);
  auto direct = NewConnection();
  const CurlConnection* const address = direct.get();
  pool.Return(std::move(direct));
  auto proxied = NewConnection();
  proxied->proxy = "http://proxy.example";
  pool.Return(std::move(proxied));
  pool.Return(NewConnection(kElsewhere));
  EXPECT_EQ(pool.Take(kOrigin, "").get(), address);
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
  EXPECT_NE(pool.Take(kOrigin, "http://proxy.example"), nullptr);
}

TEST(ConnectionPool, ReturnsOnlyConnectionsToTheUnixSocket) {
  ConnectionPool pool(3);
  for (const char* path : {"/a.sock", "/b.sock"}) {
    auto connection = NewConnection();
    connection->unix_socket = path;
    pool.Return(std::move(connection));
  }
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
  const auto taken = pool.Take(kOrigin, "", "/a.sock");
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(taken->unix_socket, "/a.sock");
  EXPECT_EQ(pool.Take(kOrigin, "", "/a.sock"), nullptr);
  EXPECT_NE(pool.Take(kOrigin, "", "/b.sock"), nullptr);
}

TEST(ConnectionPool, EvictsTheLeastRecentlyUsedConnection) {
  ConnectionPool pool(2);
  pool.Return(NewConnection(kElsewhere));
  pool.Return(NewConnection());
  pool.Return(NewConnection());
  EXPECT_EQ(pool.Take(kElsewhere, ""), nullptr);
  EXPECT_NE(pool.Take(kOrigin, ""), nullptr);
  EXPECT_NE(pool.Take(kOrigin, ""), nullptr);
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
}

TEST(ConnectionPool, EvictsNoOpenConnectionForAClosedOne) {
  ConnectionPool pool(1);
  pool.Return(NewConnection());
  pool.Return(NewConnection(kElsewhere, Kind::kClosed));
  EXPECT_NE(pool.Take(kOrigin, ""), nullptr);
  pool.Return(NewConnection(kElsewhere, Kind::kClosed));
  EXPECT_NE(pool.Take(kElsewhere, ""), nullptr);
}

TEST(ConnectionPool, PrefersAnOpenConnection) {
  ConnectionPool pool(2);
  auto open = NewConnection();
  const CurlConnection* const address = open.get();
  pool.Return(std::move(open));
  pool.Return(NewConnection(kOrigin, Kind::kClosed));
  EXPECT_EQ(pool.Take(kOrigin, "").get(), address);
  EXPECT_NE(pool.Take(kOrigin, ""), nullptr);
}

TEST(ConnectionPool, KeepsNothingIfTheMaximumIsZero) {
  ConnectionPool pool(0);
  pool.Return(NewConnection());
  EXPECT_EQ(pool.Take(kOrigin, ""), nullptr);
}

TEST(ConnectionPool, IsEmptyInAChildAndUnchangedInTheParent) {
  ConnectionPool pool(2);
  pool.Return(NewConnection());
  EXPECT_TRUE(test::HoldsInChild([&] {
    const bool empty = pool.Take(kOrigin, "") == nullptr;
    pool.Return(NewConnection());
    return empty && pool.Take(kOrigin, "") != nullptr;
  }));
  EXPECT_NE(pool.Take(kOrigin, ""), nullptr);
}

}  // namespace
}  // namespace lookoutvision::internal
