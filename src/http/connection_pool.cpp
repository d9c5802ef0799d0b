// ConnectionPool: see connection_pool.h.
#include "http/connection_pool.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace lookoutvision::internal {

struct ConnectionPool::Idle {
  std::mutex mutex = {};
  // In the order of their return, those that are closed first.
  std::vector<std::unique_ptr<CurlConnection>> connections = {};
};

ConnectionPool::ConnectionPool(std::size_t max_idle) : max_idle_(max_idle) {}

ConnectionPool::~ConnectionPool() = default;

std::unique_ptr<CurlConnection> ConnectionPool::Take(std::string_view origin, std::string_view proxy) {
  Idle& idle = idle_.OfThisProcess();
  const std::lock_guard lock(idle.mutex);
  const auto leads_there = [&](const auto& connection) {
    return connection->origin == origin && connection->proxy == proxy;
  };
  const auto found = std::find_if(idle.connections.rbegin(), idle.connections.rend(), leads_there);
  if (found == idle.connections.rend()) return nullptr;
  auto connection = std::move(*found);
  idle.connections.erase(std::prev(found.base()));
  return connection;
}

void ConnectionPool::Return(std::unique_ptr<CurlConnection> connection) {
  Idle& idle = idle_.OfThisProcess();
  // What is not kept is closed after the lock is gone: parameters outlive locals.
  const std::lock_guard lock(idle.mutex);
  const auto place = connection->is_open() ? idle.connections.end() : idle.connections.begin();
  idle.connections.insert(place, std::move(connection));
  if (idle.connections.size() <= max_idle_) return;
  connection = std::move(idle.connections.front());
  idle.connections.erase(idle.connections.begin());
}

}  // namespace lookoutvision::internal
