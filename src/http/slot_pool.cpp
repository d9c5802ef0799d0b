// SlotPool: a stack of idle slots; see slot_pool.h.
#include "http/slot_pool.h"

#include <mutex>
#include <utility>
#include <vector>

namespace lookoutvision::internal {

struct SlotPool::Idle {
  std::mutex mutex = {};
  std::vector<std::unique_ptr<CurlSlot>> slots = {};
};

SlotPool::SlotPool(std::size_t max_idle) : max_idle_(max_idle) {}

SlotPool::~SlotPool() = default;

std::unique_ptr<CurlSlot> SlotPool::Take() {
  Idle& idle = idle_.OfThisProcess();
  const std::lock_guard lock(idle.mutex);
  if (idle.slots.empty()) return nullptr;
  auto slot = std::move(idle.slots.back());
  idle.slots.pop_back();
  return slot;
}

void SlotPool::Return(std::unique_ptr<CurlSlot> slot) {
  Idle& idle = idle_.OfThisProcess();
  // A slot that is not kept is closed after the lock is gone: parameters outlive locals.
  const std::lock_guard lock(idle.mutex);
  if (idle.slots.size() < max_idle_) idle.slots.push_back(std::move(slot));
}

}  // namespace lookoutvision::internal
