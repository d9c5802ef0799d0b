// FaultQueue: the faults that wait for their turn, first in, first out, and those that stand.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include <lookoutvision/platform.h>
#include <lookoutvision/testing/fault.h>

namespace lookoutvision::testing {

/// Thread-safe.
class FaultQueue {
 public:
  /// Of the platform it needs the steady clock and the random bytes, as soon as a fault stands.
  explicit FaultQueue(Platform platform);

  void Push(const Fault& fault, int times);
  void Install(const OngoingFault& fault);
  void Clear();

  /// The first fault of the queue, if it is one for a new connection; where the queue is empty, a standing
  /// one that strikes.
  std::optional<Fault> TakeForConnection() { return Take(/*connection=*/true); }
  /// Likewise for a request.
  std::optional<Fault> TakeForRequest() { return Take(/*connection=*/false); }

  std::size_t queued() const;
  /// Those that have not ended.
  std::vector<OngoingFault> ongoing() const;

 private:
  struct Ongoing {
    OngoingFault fault;
    std::chrono::steady_clock::time_point begin;
  };

  std::optional<Fault> Take(bool connection);
  bool Strikes(const Ongoing& ongoing, std::chrono::steady_clock::time_point now) const;

  Platform platform_;
  mutable std::mutex mutex_;
  std::deque<Fault> queue_;
  std::vector<Ongoing> ongoing_;
};

}  // namespace lookoutvision::testing
