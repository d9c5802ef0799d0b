// FaultQueue: the queued faults, first in, first out, and the ongoing ones.
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
  /// Uses the steady clock and the random bytes of the platform when a fault is ongoing.
  explicit FaultQueue(Platform platform);

  void Push(const Fault& fault, int times);
  void Install(const OngoingFault& fault);
  void Clear();
  /// Lets time pass for the ongoing faults.
  void AdvanceClock(std::chrono::milliseconds by);

  /// The first fault of the queue if it is for a new connection; if the queue is empty, an ongoing one that
  /// applies.
  std::optional<Fault> TakeForConnection() { return Take(/*connection=*/true); }
  /// Likewise for a request.
  std::optional<Fault> TakeForRequest() { return Take(/*connection=*/false); }

  std::size_t queued() const;
  /// The ongoing faults that have not ended.
  std::vector<OngoingFault> ongoing() const;

 private:
  struct Ongoing {
    OngoingFault fault;
    std::chrono::steady_clock::time_point begin;
  };

  std::optional<Fault> Take(bool connection);
  bool Applies(const Ongoing& ongoing, std::chrono::steady_clock::time_point now) const;

  Platform platform_;
  mutable std::mutex mutex_;
  std::deque<Fault> queue_;
  std::vector<Ongoing> ongoing_;
};

}  // namespace lookoutvision::testing
