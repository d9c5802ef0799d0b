// Journal: the counters and recorded requests of a mock service, which tests read and wait for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <vector>

#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Thread-safe.
class Journal {
 public:
  /// Keeps the last `max_requests` requests, at most `max_bytes` together, and counts all.
  Journal(std::size_t max_requests, std::size_t max_bytes)
      : max_requests_(max_requests), max_bytes_(max_bytes) {}

  /// Counts an accepted connection and returns its number, from 1.
  std::size_t AddConnection();
  void RemoveConnection();
  void AddFault();
  void AddRequest(RecordedRequest request);
  /// Forgets the requests, and counts requests and faults from 0.
  void Reset();

  /// The last `max_requests` of those that are kept.
  std::vector<RecordedRequest> requests(
      std::size_t max_requests = std::numeric_limits<std::size_t>::max()) const;
  MockServiceCounters counters() const;

  /// See MockService::WaitUntil().
  bool WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                 std::chrono::seconds watchdog) const;

 private:
  template <typename Change>
  void Apply(Change change);

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::uint64_t changes_ = 0;
  MockServiceCounters counters_;
  const std::size_t max_requests_;
  const std::size_t max_bytes_;
  /// The size of `requests_`.
  std::size_t bytes_ = 0;
  std::deque<RecordedRequest> requests_;
};

}  // namespace lookoutvision::testing
