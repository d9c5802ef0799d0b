// SlotPool: a stack of idle slots for each process that the transport has lived in.
#include "http/slot_pool.h"

#include <mutex>
#include <utility>
#include <vector>

#include <unistd.h>

namespace lookoutvision::internal {

struct SlotPool::Idle {
  pid_t process = getpid();
  std::mutex mutex = {};
  std::vector<std::unique_ptr<CurlSlot>> slots = {};
};

SlotPool::SlotPool(std::size_t max_idle) : max_idle_(max_idle), idle_(new Idle) {}

SlotPool::~SlotPool() {
  Idle* idle = idle_.load();
  if (idle->process == getpid()) delete idle;
}

SlotPool::Idle& SlotPool::OfThisProcess() {
  Idle* idle = idle_.load();
  if (idle->process == getpid()) return *idle;
  auto fresh = std::make_unique<Idle>();
  // Where another thread of the child was faster, `idle` becomes what that one has put there.
  return idle_.compare_exchange_strong(idle, fresh.get()) ? *fresh.release() : *idle;
}

std::unique_ptr<CurlSlot> SlotPool::Take() {
  Idle& idle = OfThisProcess();
  const std::lock_guard lock(idle.mutex);
  if (idle.slots.empty()) return nullptr;
  auto slot = std::move(idle.slots.back());
  idle.slots.pop_back();
  return slot;
}

void SlotPool::Return(std::unique_ptr<CurlSlot> slot) {
  Idle& idle = OfThisProcess();
  // A slot that is not kept is closed after the lock is gone: parameters outlive locals.
  const std::lock_guard lock(idle.mutex);
  if (idle.slots.size() < max_idle_) idle.slots.push_back(std::move(slot));
}

}  // namespace lookoutvision::internal
