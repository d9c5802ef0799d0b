// ConnectionPool: the idle connections of one transport.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

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
  explicit ConnectionPool(std::size_t max_idle) : max_idle_(max_idle) {}

  /// The connection to `origin` through `proxy` or `unix_socket` that was returned last, so that a minimum of
  /// connections stays in use; null if there is none.
  std::unique_ptr<CurlConnection> Take(std::string_view origin, std::string_view proxy,
                                       std::string_view unix_socket = {});
  /// Keeps the connection. If the pool is full, evicts a closed connection, else the least recently used one.
  void Return(std::unique_ptr<CurlConnection> connection);
  /// How many of its connections are open.
  std::size_t size();

 private:
  struct Idle {
    std::mutex mutex = {};
    /// In the order in which they were returned, after the closed ones.
    std::vector<std::unique_ptr<CurlConnection>> connections = {};
  };

  const std::size_t max_idle_;
  PerProcess<Idle> idle_;
};

}  // namespace lookoutvision::internal
