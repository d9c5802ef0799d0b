// Throttle: counts requests against a rate.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::testing {

/// Not thread-safe.
class Throttle {
 public:
  using Clock = std::chrono::steady_clock;

  /// `now` is called only if there is a rate.
  Throttle(std::optional<RequestRate> rate, std::function<Clock::time_point()> now)
      : rate_(rate), now_(std::move(now)) {}

  /// Counts a request; if it exceeds the rate, returns the time until the next period, rounded up to seconds.
  std::optional<std::chrono::seconds> Take() {
    if (!rate_) return std::nullopt;
    const auto now = now_();
    if (!period_begin_ || now - *period_begin_ >= rate_->period) {
      period_begin_ = now;
      taken_ = 0;
    }
    if (taken_ >= rate_->requests)
      return std::chrono::ceil<std::chrono::seconds>(*period_begin_ + rate_->period - now);
    ++taken_;
    return std::nullopt;
  }

 private:
  std::optional<RequestRate> rate_;
  std::function<Clock::time_point()> now_;
  std::optional<Clock::time_point> period_begin_;
  int taken_ = 0;
};

}  // namespace lookoutvision::testing
