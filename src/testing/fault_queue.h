// FaultQueue: the queued faults, first in, first out, and the ongoing ones.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <random>
#include <variant>
#include <vector>

#include <lookoutvision/platform.h>
#include <lookoutvision/testing/fault.h>

#include "testing/fault_match.h"

namespace lookoutvision::testing {

/// A fault as it applies to one request or connection.
struct AppliedFault : Fault {
  std::uint64_t id = 0;
  std::chrono::milliseconds drawn_delay{0};
};

/// Thread-safe.
class FaultQueue {
 public:
  /// Uses the steady clock of the platform when a fault is ongoing.
  FaultQueue(Platform platform, std::uint64_t seed);

  /// These return the fault's id.
  std::uint64_t Push(const Fault& fault, int times);
  std::uint64_t Install(const OngoingFault& fault);
  /// Whether there was such a fault.
  bool Remove(std::uint64_t id);
  void Clear();
  /// Lets time pass for the ongoing faults.
  void AdvanceClock(std::chrono::milliseconds by);

  /// The first fault of the queue if it is for a new connection; if the queue has none without a match, an
  /// ongoing one that applies.
  std::optional<AppliedFault> TakeForConnection() { return Take(Stage::kConnection, nullptr); }
  /// Likewise for a request whose first bytes have arrived: a fault at kRequestStart.
  std::optional<AppliedFault> TakeForRequestStart() { return Take(Stage::kRequestStart, nullptr); }
  /// Likewise for a request that was read, to which no fault has applied. A fault that matches the request
  /// need not be the first.
  std::optional<AppliedFault> TakeForRequest(const RequestFacts& request) {
    return Take(Stage::kRequest, &request);
  }

  /// How many requests and connections the queued faults will apply to.
  std::size_t queued() const;
  /// The queued faults, then the ongoing ones that have not ended.
  std::vector<InstalledFault> installed() const;

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// When it is decided which fault applies.
  enum class Stage { kConnection, kRequestStart, kRequest };

  struct Entry {
    InstalledFault installed;
    /// Counts the faults since the last Clear().
    std::uint32_t number = 0;
    /// When an ongoing fault begins.
    Time begin = {};
    FaultMatcher matcher = {};
    /// How many requests or connections it could have applied to before.
    std::uint32_t candidates = 0;
  };

  static const Fault& GetFault(const Entry& entry);
  static Stage StageOf(const Fault& fault);
  static bool HasEnded(const Entry& entry, Time now);
  std::mt19937_64 GeneratorOf(const Entry& entry) const;
  bool WillApply(const Entry& entry) const;
  AppliedFault Apply(const Entry& entry) const;

  std::uint64_t Add(std::deque<Entry>& entries, Entry entry);
  std::optional<AppliedFault> Take(Stage stage, const RequestFacts* request);
  std::optional<AppliedFault> TakeQueued(Stage stage, const RequestFacts* request, bool& blocked);
  std::optional<AppliedFault> TakeOngoing(Stage stage, const RequestFacts* request, bool blocked);

  const Platform platform_;
  const std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::uint32_t last_number_ = 0;
  std::deque<Entry> queue_;
  std::deque<Entry> ongoing_;
};

}  // namespace lookoutvision::testing
