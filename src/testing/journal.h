// Journal: what the mock service saw, for tests to read and to wait for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Thread-safe.
class Journal {
 public:
  /// Keeps the last `max_requests` requests, and counts all.
  explicit Journal(std::size_t max_requests) : max_requests_(max_requests) {}

  /// Counts an accepted connection and returns its number, from 1.
  std::size_t AddConnection();
  void RemoveConnection();
  void AddFault();
  void AddRequest(RecordedRequest request);

  std::vector<RecordedRequest> requests() const;
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
  std::size_t max_requests_;
  std::deque<RecordedRequest> requests_;
};

}  // namespace lookoutvision::testing
