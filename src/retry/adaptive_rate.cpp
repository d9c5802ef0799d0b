// AdaptiveRate: the token bucket of adaptive mode, with the constants of the AWS SDKs.
#include "retry/adaptive_rate.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

namespace lookoutvision::internal {
namespace {

// Tokens per second.
constexpr double kMinFill = 0.5;
constexpr double kMinCapacity = 1;
// The weight of the newest half second in the measured rate.
constexpr double kSmoothing = 0.8;
constexpr double kBeta = 0.7;
constexpr double kScale = 0.4;
constexpr std::chrono::milliseconds kMeasure{500};

using Seconds = std::chrono::duration<double>;

}  // namespace

struct AdaptiveRate::State {
  void Refill(TimePoint now);
  void Measure(TimePoint now);
  double NextFill(TimePoint now, bool throttled);

  std::mutex mutex = {};
  bool enabled = false;
  double fill = 0;
  double capacity = 0;
  double tokens = 0;
  std::optional<TimePoint> filled_at = {};

  // The rate of attempts, measured in steps of half a second.
  double measured = 0;
  int attempts = 0;
  std::optional<TimePoint> step_began = {};

  // The rate at which the service throttled last, and the start of the cubic curve.
  double last_max = 0;
  std::optional<TimePoint> curve_began = {};
};

AdaptiveRate::AdaptiveRate() = default;
AdaptiveRate::~AdaptiveRate() = default;

void AdaptiveRate::State::Refill(TimePoint now) {
  // Threads may arrive in a different order than they read the clock.
  if (filled_at && now > *filled_at) {
    tokens = std::min(capacity, tokens + Seconds(now - *filled_at).count() * fill);
  }
  filled_at = std::max(now, filled_at.value_or(now));
}

void AdaptiveRate::State::Measure(TimePoint now) {
  const TimePoint step = now - now.time_since_epoch() % kMeasure;
  ++attempts;
  if (!step_began) step_began = step;
  if (step <= *step_began) return;
  const double current = attempts / Seconds(step - *step_began).count();
  measured = current * kSmoothing + measured * (1 - kSmoothing);
  attempts = 0;
  step_began = step;
}

double AdaptiveRate::State::NextFill(TimePoint now, bool throttled) {
  if (throttled) {
    last_max = enabled ? std::min(measured, fill) : measured;
    curve_began = now;
    enabled = true;
    return kBeta * last_max;
  }
  const double to_recover = std::cbrt(last_max * (1 - kBeta) / kScale);
  const double elapsed = std::max(Seconds(now - curve_began.value_or(now)).count(), 0.0);
  return kScale * std::pow(elapsed - to_recover, 3) + last_max;
}

std::chrono::nanoseconds AdaptiveRate::TakeToken(TimePoint now) {
  State& state = state_.OfThisProcess();
  const std::lock_guard lock(state.mutex);
  if (!state.curve_began) state.curve_began = now;
  if (!state.enabled) return std::chrono::nanoseconds{0};
  state.Refill(now);
  if (state.tokens >= 1) {
    state.tokens -= 1;
    return std::chrono::nanoseconds{0};
  }
  // At least one: zero means that a token was taken.
  return std::max(std::chrono::ceil<std::chrono::nanoseconds>(Seconds((1 - state.tokens) / state.fill)),
                  std::chrono::nanoseconds{1});
}

void AdaptiveRate::AfterAttempt(TimePoint now, bool throttled) {
  State& state = state_.OfThisProcess();
  const std::lock_guard lock(state.mutex);
  state.Measure(now);
  const double fill = std::min(state.NextFill(now, throttled), 2 * state.measured);
  // Before the rate changes: tokens so far accrue at the old rate.
  state.Refill(now);
  state.fill = std::max(fill, kMinFill);
  state.capacity = std::max(fill, kMinCapacity);
  state.tokens = std::min(state.tokens, state.capacity);
}

}  // namespace lookoutvision::internal
