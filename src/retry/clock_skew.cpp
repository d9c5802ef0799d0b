// Measures the skew between the service's clock and the local one.
#include "retry/clock_skew.h"

namespace lookoutvision::internal {
namespace {

constexpr std::chrono::minutes kLongestRoundTrip{15};
// AWS rejects signatures that are 5 minutes off; a minute of that is reserved for the network.
constexpr std::chrono::minutes kTolerance{4};

}  // namespace

std::optional<std::chrono::nanoseconds> MeasureClockSkew(std::optional<std::string_view> date_header,
                                                         bool has_age_header, SystemTime sent,
                                                         std::chrono::nanoseconds round_trip) {
  if (!date_header || has_age_header || round_trip > kLongestRoundTrip) return std::nullopt;
  const auto date = ParseHttpDate(*date_header, sent);
  if (!date) return std::nullopt;
  return *date - (sent + round_trip / 2);
}

bool SkewExplainsRejection(std::chrono::nanoseconds applied, std::chrono::nanoseconds measured) {
  return std::chrono::abs(applied - measured) > kTolerance;
}

std::chrono::nanoseconds SkewAfterSuccess(std::chrono::nanoseconds applied,
                                          std::chrono::nanoseconds measured) {
  return SkewExplainsRejection(applied, measured) ? applied : measured;
}

}  // namespace lookoutvision::internal
