// Selects the fault for a connection or a request.
#include "testing/fault_queue.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace lookoutvision::testing {
namespace {

using Time = std::chrono::steady_clock::time_point;

bool IsForConnection(const Fault& fault) {
  return fault.at == FaultPoint::kAccept;
}

bool HasEnded(const OngoingFault& fault, Time begin, Time now) {
  return fault.lasts && now >= begin && now - begin >= *fault.lasts;
}

}  // namespace

FaultQueue::FaultQueue(Platform platform) : platform_(std::move(platform)) {}

void FaultQueue::Push(const Fault& fault, int times) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < times; ++i) queue_.push_back(fault);
}

void FaultQueue::Install(const OngoingFault& fault) {
  const Time begin = platform_.steady_now() + fault.begins_after;
  const std::lock_guard lock(mutex_);
  ongoing_.push_back({.fault = fault, .begin = begin});
}

void FaultQueue::Clear() {
  const std::lock_guard lock(mutex_);
  queue_.clear();
  ongoing_.clear();
}

void FaultQueue::AdvanceClock(std::chrono::milliseconds by) {
  const std::lock_guard lock(mutex_);
  for (Ongoing& one : ongoing_) one.begin -= by;
}

std::size_t FaultQueue::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::vector<OngoingFault> FaultQueue::ongoing() const {
  const std::lock_guard lock(mutex_);
  std::vector<OngoingFault> faults;
  for (const auto& [fault, begin] : ongoing_) {
    if (!HasEnded(fault, begin, platform_.steady_now())) faults.push_back(fault);
  }
  return faults;
}

std::optional<Fault> FaultQueue::Take(bool connection) {
  const std::lock_guard lock(mutex_);
  if (!queue_.empty()) {
    if (IsForConnection(queue_.front()) != connection) return std::nullopt;
    Fault first = std::move(queue_.front());
    queue_.pop_front();
    return first;
  }
  if (ongoing_.empty()) return std::nullopt;
  const Time now = platform_.steady_now();
  std::erase_if(ongoing_, [&](const Ongoing& one) { return HasEnded(one.fault, one.begin, now); });
  for (const Ongoing& one : ongoing_) {
    if (IsForConnection(one.fault.fault) == connection && Applies(one, now)) return one.fault.fault;
  }
  return std::nullopt;
}

bool FaultQueue::Applies(const Ongoing& ongoing, Time now) const {
  if (now < ongoing.begin) return false;
  std::array<std::byte, sizeof(std::uint32_t)> bytes;
  platform_.random_bytes(bytes);
  std::uint32_t drawn = 0;
  std::memcpy(&drawn, bytes.data(), sizeof drawn);
  // Below 1, so that a fault with a share of 1 always applies and one of 0 never does.
  return static_cast<double>(drawn) / 4294967296.0 < ongoing.fault.share;
}

}  // namespace lookoutvision::testing
