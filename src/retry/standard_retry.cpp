// StandardRetry: back-off, attempts and quota, with the constants of AWS's retry specification of 2026.
#include "retry/standard_retry.h"

#include <algorithm>
#include <cmath>

#include "base/deadline.h"

namespace lookoutvision::internal {
namespace {

constexpr int kRetryCost = 14;
constexpr int kThrottlingRetryCost = 5;
constexpr int kFirstTrySuccessGain = 1;
// The most by which Retry-After may extend the computed back-off.
constexpr std::chrono::seconds kMaxRetryAfterExtension{5};

}  // namespace

std::chrono::nanoseconds StandardRetry::Backoff(int retry, const FailedAttempt& failed) const {
  using Nanoseconds = std::chrono::duration<double, std::nano>;
  const Nanoseconds base =
      failed.retry_class == RetryClass::kThrottling ? config_.throttling_backoff : config_.base_backoff;
  const Nanoseconds longest = std::min(config_.max_backoff, kForever);
  // Capped, so that the factor is finite: zero times infinity is NaN.
  const auto computed = std::chrono::duration_cast<std::chrono::nanoseconds>(
      failed.random * std::min(base * std::exp2(std::min(retry, 62)), longest));
  if (!failed.retry_after) return computed;
  return std::clamp<std::chrono::nanoseconds>(*failed.retry_after, computed,
                                              computed + kMaxRetryAfterExtension);
}

bool StandardRetry::TakeQuota(int cost) {
  int balance = quota_.load(std::memory_order_relaxed);
  do {
    if (balance < cost) return false;
  } while (!quota_.compare_exchange_weak(balance, balance - cost, std::memory_order_relaxed));
  return true;
}

RetryDecision StandardRetry::AfterFailure(RetryState& state, const FailedAttempt& failed) {
  if (failed.retry_class == RetryClass::kNotRetryable)
    return {.delay = {}, .reason = StopReason::kNotRetryable};
  if (state.retries + 1 >= max_attempts_) return {.delay = {}, .reason = StopReason::kAttemptsExhausted};
  const auto delay = Backoff(state.retries, failed);
  if (failed.remaining && delay >= *failed.remaining) {
    return {.delay = {}, .reason = StopReason::kDeadlineTooNear};
  }
  const int cost = failed.retry_class == RetryClass::kThrottling ? kThrottlingRetryCost : kRetryCost;
  if (!TakeQuota(cost)) return {.delay = {}, .reason = StopReason::kRetryQuotaEmpty};
  ++state.retries;
  state.last_cost = cost;
  return {.delay = delay};
}

void StandardRetry::AfterSuccess(const RetryState& state) {
  const int gain = state.retries > 0 ? state.last_cost : kFirstTrySuccessGain;
  int balance = quota_.load(std::memory_order_relaxed);
  // A full quota, the usual case, is not written, so that threads do not contend for its cache line.
  while (balance < config_.quota &&
         !quota_.compare_exchange_weak(balance, balance + std::min(gain, config_.quota - balance),
                                       std::memory_order_relaxed)) {
  }
}

}  // namespace lookoutvision::internal
