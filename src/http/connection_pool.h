// ConnectionPool: the idle connections of one transport.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/per_process.h"
#include "http/curl_connection.h"

namespace lookoutvision::internal {

/// Keeps up to `max_idle` connections between calls, for all origins together. Thread-safe; the lock is held
/// only while a pointer moves.
///
/// A child of fork starts with an empty pool and does not touch the inherited one: closing an inherited
/// connection would send the parent's TLS close_notify.
class ConnectionPool {
 public:
  explicit ConnectionPool(std::size_t max_idle);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  /// The connection to `origin` through `proxy` that was returned last, so that a minimum of connections
  /// stays in use; null if there is none.
  std::unique_ptr<CurlConnection> Take(std::string_view origin, std::string_view proxy);
  /// Keeps the connection. If the pool is full, evicts a closed connection, else the least recently used one.
  void Return(std::unique_ptr<CurlConnection> connection);

 private:
  struct Idle;

  const std::size_t max_idle_;
  PerProcess<Idle> idle_;
};

}  // namespace lookoutvision::internal
