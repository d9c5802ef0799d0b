// ConnectionPool: the idle connections of one transport. It neither makes connections nor waits for them.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/per_process.h"
#include "http/curl_connection.h"

namespace lookoutvision::internal {

/// Keeps up to `max_idle` connections between calls, of all origins together. Thread-safe; a lock is held
/// only while a pointer moves.
///
/// After fork, the child starts with an empty pool, and leaves the inherited one alone: closing an inherited
/// connection would say goodbye in the parent's name.
class ConnectionPool {
 public:
  explicit ConnectionPool(std::size_t max_idle);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  /// The connection to `origin` through `proxy` that was returned last, so that those which are needed stay
  /// warm; null if there is none.
  std::unique_ptr<CurlConnection> Take(std::string_view origin, std::string_view proxy);
  /// Keeps the connection. If that is one too many, the one that was not used for longest is closed; but an
  /// open one does not give way to one that is not.
  void Return(std::unique_ptr<CurlConnection> connection);

 private:
  struct Idle;

  const std::size_t max_idle_;
  PerProcess<Idle> idle_;
};

}  // namespace lookoutvision::internal
