// FaultQueue: the faults that wait for their turn, first in, first out. Header only.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include <lookoutvision/testing/fault.h>

namespace lookoutvision::testing {

/// Thread-safe.
class FaultQueue {
 public:
  void Push(const Fault& fault, int times) {
    const std::lock_guard lock(mutex_);
    for (int i = 0; i < times; ++i) faults_.push_back(fault);
  }

  /// The first fault, if it is one for a new connection.
  std::optional<Fault> TakeForConnection() { return Take(/*connection=*/true); }
  /// The first fault, if it is one for a request.
  std::optional<Fault> TakeForRequest() { return Take(/*connection=*/false); }

 private:
  std::optional<Fault> Take(bool connection) {
    const std::lock_guard lock(mutex_);
    if (faults_.empty() || (faults_.front().at == FaultPoint::kAccept) != connection) return std::nullopt;
    Fault first = std::move(faults_.front());
    faults_.pop_front();
    return first;
  }

  std::mutex mutex_;
  std::deque<Fault> faults_;
};

}  // namespace lookoutvision::testing
