// Selects the fault for a connection or a request, and draws what is random about it.
#include "testing/fault_queue.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "testing/fault_check.h"

namespace lookoutvision::testing {
namespace {

using std::chrono::milliseconds;

// From 0 to below 1. The distributions of <random> differ between standard libraries, its engines do not.
double DrawShare(std::mt19937_64& generator) {
  return static_cast<double>(generator() >> 11) * 0x1p-53;
}

milliseconds DrawDelay(const FaultDelay& delay, std::mt19937_64& generator) {
  if (const auto* const uniform = std::get_if<UniformDelay>(&delay)) {
    const auto width = static_cast<double>((uniform->most - uniform->least).count() + 1);
    return uniform->least + milliseconds{static_cast<milliseconds::rep>(DrawShare(generator) * width)};
  }
  if (const auto* const lognormal = std::get_if<LognormalDelay>(&delay)) {
    // The Box-Muller transform.
    const double radius = std::sqrt(-2 * std::log(1 - DrawShare(generator)));
    const double normal = radius * std::cos(2 * std::numbers::pi * DrawShare(generator));
    const double drawn = static_cast<double>(lognormal->median.count()) * std::exp(lognormal->sigma * normal);
    return milliseconds{std::llround(std::min(drawn, static_cast<double>(kMaxFaultDuration.count())))};
  }
  return std::get<milliseconds>(delay);
}

}  // namespace

FaultQueue::FaultQueue(Platform platform, std::uint64_t seed) : platform_(std::move(platform)), seed_(seed) {}

const Fault& FaultQueue::GetFault(const Entry& entry) {
  return std::visit([](const auto& any) -> const Fault& { return any.fault; }, entry.installed.fault);
}

FaultQueue::Stage FaultQueue::StageOf(const Fault& fault) {
  return fault.at == FaultPoint::kAccept         ? Stage::kConnection
         : fault.at == FaultPoint::kRequestStart ? Stage::kRequestStart
                                                 : Stage::kRequest;
}

bool FaultQueue::HasEnded(const Entry& entry, Time now) {
  const auto& lasts = std::get<OngoingFault>(entry.installed.fault).lasts;
  return lasts && now >= entry.begin && now - entry.begin >= *lasts;
}

// One for each request that the fault could apply to, so that a draw depends on nothing else.
std::mt19937_64 FaultQueue::GeneratorOf(const Entry& entry) const {
  std::seed_seq seed{static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32), entry.number,
                     entry.candidates};
  return std::mt19937_64(seed);
}

// Whether the share of an ongoing fault includes the next request that it could apply to.
bool FaultQueue::WillApply(const Entry& entry) const {
  auto generator = GeneratorOf(entry);
  return DrawShare(generator) < std::get<OngoingFault>(entry.installed.fault).share;
}

std::uint64_t FaultQueue::Add(std::deque<Entry>& entries, Entry entry) {
  const std::lock_guard lock(mutex_);
  entry.installed.id = ++last_id_;
  entry.number = ++last_number_;
  entries.push_back(std::move(entry));
  return last_id_;
}

std::uint64_t FaultQueue::Push(const Fault& fault, int times) {
  std::deque<Entry> none;
  return Add(times > 0 ? queue_ : none,
             {.installed = {.fault = QueuedFault{.fault = fault, .times = times}}});
}

std::uint64_t FaultQueue::Install(const OngoingFault& fault) {
  const Time begin = platform_.steady_now() + fault.begins_after;
  return Add(ongoing_, {.installed = {.fault = fault}, .begin = begin});
}

bool FaultQueue::Remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto has_id = [id](const Entry& entry) { return entry.installed.id == id; };
  return std::erase_if(queue_, has_id) + std::erase_if(ongoing_, has_id) > 0;
}

void FaultQueue::Clear() {
  const std::lock_guard lock(mutex_);
  queue_.clear();
  ongoing_.clear();
  last_number_ = 0;
}

void FaultQueue::AdvanceClock(std::chrono::milliseconds by) {
  const std::lock_guard lock(mutex_);
  if (ongoing_.empty()) return;
  // What began earlier than that has ended, or never ends.
  const Time earliest = platform_.steady_now() - kMaxFaultDuration;
  for (Entry& one : ongoing_) one.begin = std::max(one.begin - by, earliest);
}

std::size_t FaultQueue::queued() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const Entry& entry : queue_) {
    count += static_cast<std::size_t>(std::get<QueuedFault>(entry.installed.fault).times);
  }
  return count;
}

std::vector<InstalledFault> FaultQueue::installed() const {
  const std::lock_guard lock(mutex_);
  std::vector<InstalledFault> faults;
  for (const Entry& entry : queue_) faults.push_back(entry.installed);
  if (ongoing_.empty()) return faults;
  const Time now = platform_.steady_now();
  for (const Entry& entry : ongoing_) {
    if (!HasEnded(entry, now)) faults.push_back(entry.installed);
  }
  return faults;
}

std::optional<AppliedFault> FaultQueue::Take(Stage stage, const RequestFacts* request) {
  const std::lock_guard lock(mutex_);
  bool blocked = false;
  auto queued = TakeQueued(stage, request, blocked);
  auto ongoing = TakeOngoing(stage, request, blocked);
  return queued ? queued : ongoing;
}

AppliedFault FaultQueue::Apply(const Entry& entry) const {
  auto generator = GeneratorOf(entry);
  // So that a delay does not depend on what WillApply() drew.
  generator.discard(1);
  const Fault& fault = GetFault(entry);
  return {{fault}, entry.installed.id, DrawDelay(fault.delay, generator)};
}

// Every fault sees every request, so that what it counts does not depend on the others. `blocked` becomes
// true if a fault without a match has to apply first.
std::optional<AppliedFault> FaultQueue::TakeQueued(Stage stage, const RequestFacts* request, bool& blocked) {
  auto taken = queue_.end();
  for (auto entry = queue_.begin(); entry != queue_.end(); ++entry) {
    const Fault& fault = GetFault(*entry);
    const bool has_match = fault.match != FaultMatch{};
    const bool applies =
        stage == StageOf(fault) && (!has_match || entry->matcher.Matches(fault.match, *request));
    if (applies && !blocked && taken == queue_.end()) taken = entry;
    blocked = blocked || !has_match;
  }
  if (taken == queue_.end()) return std::nullopt;
  const AppliedFault applied = Apply(*taken);
  ++taken->candidates;
  if (--std::get<QueuedFault>(taken->installed.fault).times <= 0) queue_.erase(taken);
  return applied;
}

std::optional<AppliedFault> FaultQueue::TakeOngoing(Stage stage, const RequestFacts* request, bool blocked) {
  if (ongoing_.empty()) return std::nullopt;
  const Time now = platform_.steady_now();
  std::erase_if(ongoing_, [now](const Entry& entry) { return HasEnded(entry, now); });
  std::optional<AppliedFault> taken;
  for (Entry& entry : ongoing_) {
    const Fault& fault = GetFault(entry);
    const bool has_match = fault.match != FaultMatch{};
    if (now < entry.begin) continue;
    if (stage != StageOf(fault)) {
      // It will apply to the same request once that has been read, so those behind it do not.
      blocked = blocked || (stage == Stage::kRequestStart && StageOf(fault) == Stage::kRequest &&
                            !has_match && WillApply(entry));
      continue;
    }
    if (has_match && !entry.matcher.Matches(fault.match, *request)) continue;
    if (!blocked && !taken && WillApply(entry)) taken = Apply(entry);
    ++entry.candidates;
  }
  return taken;
}

}  // namespace lookoutvision::testing
