// ClockSkew: the skew between the service's clock and the local one, measured from responses.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace lookoutvision::internal {

/// The skew of a response: its `Date` header minus the middle of the round trip by the uncorrected local
/// clock. Absent without a valid `Date`, with an `Age` (a cached response), or if the round trip took over 15
/// minutes.
std::optional<std::chrono::nanoseconds> MeasureClockSkew(std::optional<std::string_view> date_header,
                                                         bool has_age_header, SystemTime sent,
                                                         std::chrono::nanoseconds round_trip);

/// Whether a signature made with `applied` was so far off that a retry with `measured` may be accepted.
bool SkewExplainsRejection(std::chrono::nanoseconds applied, std::chrono::nanoseconds measured);

/// The skew after a success, which proves that `applied` works: `measured`, if it is within the tolerance of
/// that, else `applied`. So a proxy that sends a wrong `Date` changes nothing.
std::chrono::nanoseconds SkewAfterSuccess(std::chrono::nanoseconds applied,
                                          std::chrono::nanoseconds measured);

/// The last measured skew. Thread-safe.
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
