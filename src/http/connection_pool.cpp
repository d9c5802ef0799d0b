// ConnectionPool: the idle connections of one transport.
#include "http/connection_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lookoutvision::internal {

std::unique_ptr<CurlConnection> ConnectionPool::Take(std::string_view origin, std::string_view proxy,
                                                     std::string_view unix_socket) {
  Idle& idle = idle_.OfThisProcess();
  const std::lock_guard lock(idle.mutex);
  const auto matches = [&](const auto& connection) {
    return connection->origin == origin && connection->proxy == proxy &&
           connection->unix_socket == unix_socket;
  };
  const auto found = std::find_if(idle.connections.rbegin(), idle.connections.rend(), matches);
  if (found == idle.connections.rend()) return nullptr;
  auto connection = std::move(*found);
  idle.connections.erase(std::prev(found.base()));
  return connection;
}

void ConnectionPool::Return(std::unique_ptr<CurlConnection> connection) {
  Idle& idle = idle_.OfThisProcess();
  // The evicted connection is closed after the lock is released: parameters outlive locals.
  const std::lock_guard lock(idle.mutex);
  const auto position = connection->is_open() ? idle.connections.end() : idle.connections.begin();
  idle.connections.insert(position, std::move(connection));
  if (idle.connections.size() <= max_idle_) return;
  connection = std::move(idle.connections.front());
  idle.connections.erase(idle.connections.begin());
}

std::size_t ConnectionPool::size() {
  Idle& idle = idle_.OfThisProcess();
  const std::lock_guard lock(idle.mutex);
  return static_cast<std::size_t>(
      std::count_if(idle.connections.begin(), idle.connections.end(),
                    [](const auto& connection) { return connection->is_open(); }));
}

}  // namespace lookoutvision::internal
