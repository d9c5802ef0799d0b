// Throttle: counts requests against a rate, by a clock that it is given. Header only; it answers nobody.
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

  /// `now` is asked only where there is a rate.
  Throttle(std::optional<RequestRate> rate, std::function<Clock::time_point()> now)
      : rate_(rate), now_(std::move(now)) {}

  /// Counts a request; where it is one too many, how long it is to the next period, which is at least a
  /// second.
  std::optional<std::chrono::seconds> Take() {
    if (!rate_) return std::nullopt;
    const auto now = now_();
    if (!began_ || now - *began_ >= rate_->period) {
      began_ = now;
      taken_ = 0;
    }
    if (taken_ >= rate_->requests)
      return std::chrono::ceil<std::chrono::seconds>(*began_ + rate_->period - now);
    ++taken_;
    return std::nullopt;
  }

 private:
  std::optional<RequestRate> rate_;
  std::function<Clock::time_point()> now_;
  std::optional<Clock::time_point> began_;
  int taken_ = 0;
};

}  // namespace lookoutvision::testing
