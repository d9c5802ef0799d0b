// ClockSkew: how far the service's clock is from ours, learned from answers.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace lookoutvision::internal {

/// The skew that an answer shows: its `Date` header less the middle between sending and receiving, by the
/// local clock as it is. Absent without a readable `Date`, with an `Age` (a cache's answer), or after a round
/// trip of over 15 minutes.
std::optional<std::chrono::nanoseconds> MeasureClockSkew(std::optional<std::string_view> date_header,
                                                         bool has_age_header, SystemTime sent,
                                                         std::chrono::nanoseconds round_trip);

/// Whether a signature made with `applied` was so far off that another attempt with `measured` may be
/// accepted.
bool SkewExplainsRejection(std::chrono::nanoseconds applied, std::chrono::nanoseconds measured);

/// The skew after a success, which proves `applied`: `measured`, if that is no further off than a signature
/// may be. A front that stamps a wrong date changes nothing.
std::chrono::nanoseconds SkewAfterSuccess(std::chrono::nanoseconds applied,
                                          std::chrono::nanoseconds measured);

/// The last skew measured or proven. Thread-safe.
class ClockSkew {
 public:
  void Set(std::chrono::nanoseconds skew) { nanoseconds_.store(skew.count(), std::memory_order_relaxed); }

  /// Absent before the first measurement.
  std::optional<std::chrono::nanoseconds> Get() const {
    const auto count = nanoseconds_.load(std::memory_order_relaxed);
    return count == kUnknown ? std::nullopt : std::optional(std::chrono::nanoseconds(count));
  }

 private:
  static constexpr std::chrono::nanoseconds::rep kUnknown = std::chrono::nanoseconds::min().count();
  std::atomic<std::chrono::nanoseconds::rep> nanoseconds_{kUnknown};
};

}  // namespace lookoutvision::internal
