// SlotPool: the idle slots of one transport. It neither makes slots nor waits for them.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

#include "http/curl_slot.h"

namespace lookoutvision::internal {

/// Keeps up to `max_idle` slots between calls, the last one used first, so that those which are needed stay
/// warm. Thread-safe; a lock is held only while a pointer moves.
///
/// After fork, the child starts with an empty pool: the inherited lock may be held by a thread that the child
/// does not have, and closing an inherited connection would say goodbye in the parent's name. What was
/// inherited is left as it is, and never freed.
class SlotPool {
 public:
  explicit SlotPool(std::size_t max_idle);
  ~SlotPool();
  SlotPool(const SlotPool&) = delete;
  SlotPool& operator=(const SlotPool&) = delete;

  /// The slot that was returned last; null where none is idle.
  std::unique_ptr<CurlSlot> Take();
  /// Keeps the slot, or closes it where enough are kept.
  void Return(std::unique_ptr<CurlSlot> slot);

 private:
  struct Idle;
  Idle& OfThisProcess();

  const std::size_t max_idle_;
  std::atomic<Idle*> idle_;
};

}  // namespace lookoutvision::internal
