// SlotPool: the idle slots of one transport. It neither makes slots nor waits for them.
#pragma once

#include <cstddef>
#include <memory>

#include "base/per_process.h"
#include "http/curl_slot.h"

namespace lookoutvision::internal {

/// Keeps up to `max_idle` slots between calls, the last one used first, so that those which are needed stay
/// warm. Thread-safe; a lock is held only while a pointer moves.
///
/// After fork, the child starts with an empty pool, and leaves the inherited one alone: closing an inherited
/// connection would say goodbye in the parent's name.
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

  const std::size_t max_idle_;
  PerProcess<Idle> idle_;
};

}  // namespace lookoutvision::internal
