// The simulation; see storm.h. Time goes on in steps of a millisecond; what happens in a step is kept in one
// slot of a ring.
#include "simulation/storm.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <lookoutvision/error.h>

#include "retry/adaptive_rate.h"
#include "retry/classification.h"
#include "retry/standard_retry.h"

namespace lookoutvision::simulation {
namespace {

using internal::AdaptiveRate;
using internal::Classify;
using internal::RetryClass;
using internal::RetryState;
using internal::StandardRetry;
using std::chrono::nanoseconds;

constexpr milliseconds kLatency{10};
constexpr milliseconds kCallLimit{10'000};

// SplitMix64: the same numbers everywhere, which the standard's distributions do not promise.
class Random {
 public:
  /// At least 0 and below 1.
  double Share() {
    std::uint64_t bits = state_ += 0x9E3779B97F4A7C15U;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
    return static_cast<double>((bits ^ (bits >> 31)) >> 11) * 0x1.0p-53;
  }

 private:
  std::uint64_t state_ = 2026;
};

enum class Answer { kSuccess, kBusy, kThrottled };

// Can do half as much again as its clients want when all is well. To refuse is a fifth of the work of
// serving; what it cannot do at once it owes, up to a tenth of a second, so that a flood keeps it from
// serving anybody.
class Service {
 public:
  Service(Fault fault, double wanted_per_millisecond, Random& random)
      : fault_(fault), work_per_step_(1.5 * wanted_per_millisecond), random_(random) {}

  void Step() { work_ = std::min(work_ + work_per_step_, kBacklog * work_per_step_); }

  Answer Take(milliseconds now) {
    const bool fault = now >= kFaultBegins && now < kFaultEnds;
    if (fault && fault_ == Fault::kOutage) {
      // It comes back with empty hands.
      work_ = 0;
      return Answer::kBusy;
    }
    const bool shed = fault && random_.Share() < 0.5;
    if (!shed && work_ >= 1) {
      work_ -= 1;
      return Answer::kSuccess;
    }
    work_ = std::max(work_ - 0.2, -kBacklog * work_per_step_);
    return shed ? Answer::kThrottled : Answer::kBusy;
  }

 private:
  static constexpr double kBacklog = 100;

  const Fault fault_;
  const double work_per_step_;
  Random& random_;
  double work_ = 0;
};

// What the pipeline makes of an answer.
RetryClass ClassOf(Answer answer) {
  static const RetryClass throttled =
      Classify({.kind = ErrorKind::kService, .code_name = "ThrottlingException", .http_status = 429});
  static const RetryClass busy = Classify({.kind = ErrorKind::kService, .http_status = 503});
  return answer == Answer::kThrottled ? throttled : busy;
}

struct Client {
  explicit Client(const RetryConfig& config) : retry(config, *config.max_attempts) {
    if (config.mode == RetryMode::kAdaptive) rate.emplace();
  }

  StandardRetry retry;
  std::optional<AdaptiveRate> rate;
};

struct Call {
  std::uint32_t client = 0;
  bool under_way = false;
  Answer answer = Answer::kSuccess;
  RetryState retry = {};
  milliseconds begun{0};
};

class Storm {
 public:
  explicit Storm(const Plan& plan)
      : plan_(plan),
        service_(plan.fault, plan.clients / static_cast<double>(plan.interval.count()), random_) {
    for (int i = 0; i < plan.clients; ++i) clients_.push_back(std::make_unique<Client>(plan.strategy.retry));
  }

  Outcome Run() {
    for (std::uint32_t i = 0; i < clients_.size(); ++i) {
      const auto first = random_.Share() * static_cast<double>(plan_.interval.count());
      At(milliseconds(static_cast<std::int64_t>(first)), NewCall(i));
    }
    std::vector<std::uint32_t> due;
    for (; now_ < kEnd; ++now_) {
      service_.Step();
      due.swap(SlotOf(now_));
      for (const std::uint32_t call : due) Go(call);
      due.clear();
    }
    return Judge();
  }

 private:
  // The longest anybody waits is the time between two calls, or a call's limit.
  static constexpr std::size_t kSlots = std::size_t{1} << 17;

  std::vector<std::uint32_t>& SlotOf(milliseconds time) {
    return ring_[static_cast<std::size_t>(time.count()) % kSlots];
  }
  void At(milliseconds time, std::uint32_t call) { SlotOf(time).push_back(call); }
  // A wait that is over in this step goes on in the next one.
  void After(nanoseconds wait, std::uint32_t call) {
    At(now_ + std::max(std::chrono::ceil<milliseconds>(wait), milliseconds{1}), call);
  }

  std::uint32_t NewCall(std::uint32_t client) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(calls_.size()));
      calls_.emplace_back();
    }
    const std::uint32_t index = free_.back();
    free_.pop_back();
    calls_[index] = {.client = client};
    return index;
  }

  void Go(std::uint32_t index) {
    if (calls_[index].under_way) return Hear(index);
    if (calls_[index].begun.count() == 0) Begin(index);
    Send(index);
  }

  void Begin(std::uint32_t index) {
    calls_[index].begun = std::max(now_, milliseconds{1});
    ++wanted_[Second(now_)];
    // May move the calls.
    After(plan_.interval, NewCall(calls_[index].client));
  }

  void Send(std::uint32_t index) {
    Call& call = calls_[index];
    const nanoseconds remaining = call.begun + kCallLimit - now_;
    if (remaining.count() <= 0) return End(index, false);
    if (auto& rate = clients_[call.client]->rate) {
      const nanoseconds wait = rate->TakeToken(AdaptiveRate::TimePoint(now_));
      if (wait >= remaining) return End(index, false);
      if (wait.count() > 0) return After(wait, index);
    }
    ++sent_[Second(now_)];
    call.answer = service_.Take(now_);
    call.under_way = true;
    After(kLatency, index);
  }

  void Hear(std::uint32_t index) {
    Call& call = calls_[index];
    call.under_way = false;
    Client& client = *clients_[call.client];
    if (client.rate) {
      client.rate->AfterAttempt(AdaptiveRate::TimePoint(now_), call.answer == Answer::kThrottled);
    }
    if (call.answer == Answer::kSuccess) {
      client.retry.AfterSuccess(call.retry);
      return End(index, true);
    }
    const auto decision = client.retry.AfterFailure(call.retry, {.retry_class = ClassOf(call.answer),
                                                                 .remaining = call.begun + kCallLimit - now_,
                                                                 .random = random_.Share()});
    if (!decision.delay) return End(index, false);
    After(*decision.delay, index);
  }

  void End(std::uint32_t index, bool success) {
    if (success) ++succeeded_[Second(calls_[index].begun)];
    free_.push_back(index);
  }

  static std::size_t Second(milliseconds time) {
    return static_cast<std::size_t>(std::chrono::floor<seconds>(time).count());
  }

  Outcome Judge() const {
    Outcome outcome;
    double wanted = 0, sent = 0, succeeded = 0;
    for (std::size_t second = Second(kFaultBegins); second < Second(kFaultEnds); ++second) {
      wanted += wanted_[second];
      sent += sent_[second];
      succeeded += succeeded_[second];
    }
    outcome.amplification = sent / wanted;
    outcome.succeeded = succeeded / wanted;
    int in_a_row = 0;
    // Calls that are begun later than this may still be under way at the end.
    for (std::size_t second = Second(kFaultEnds); second < Second(kEnd - kCallLimit); ++second) {
      in_a_row = succeeded_[second] >= 0.99 * wanted_[second] ? in_a_row + 1 : 0;
      if (in_a_row < 10) continue;
      outcome.recovery = seconds(second - 9) - kFaultEnds;
      break;
    }
    const double usual = plan_.clients * 1000.0 / static_cast<double>(plan_.interval.count());
    for (const double count : sent_) outcome.load.push_back(count / usual);
    return outcome;
  }

  const Plan& plan_;
  Random random_;
  Service service_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_;
  std::vector<std::vector<std::uint32_t>> ring_{kSlots};
  milliseconds now_{0};
  std::vector<double> wanted_ = std::vector<double>(Second(kEnd));
  std::vector<double> sent_ = wanted_;
  std::vector<double> succeeded_ = wanted_;
};

}  // namespace

Outcome Simulate(const Plan& plan) {
  return Storm(plan).Run();
}

}  // namespace lookoutvision::simulation
