// PerProcess: one value per process, not shared across a fork.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "base/process.h"

namespace lookoutvision::internal {

/// One `T` per process that the object lives in. A child of fork starts with a new one: the inherited one may
/// be locked or half modified by a thread that does not exist in the child, and is leaked. Thread-safe and
/// lock-free; `T` has its own lock if it needs one.
template <typename T>
class PerProcess {
 public:
  PerProcess() : current_(new Owned) {}
  ~PerProcess() {
    const Owned* owned = current_.load();
    if (owned->process == ThisProcess()) delete owned;
  }
  PerProcess(const PerProcess&) = delete;
  PerProcess& operator=(const PerProcess&) = delete;

  T& OfThisProcess() {
    Owned* owned = current_.load();
    if (owned->process == ThisProcess()) return owned->value;
    auto fresh = std::make_unique<Owned>();
    // If another thread of the child was faster, this sets `owned` to that thread's value.
    if (current_.compare_exchange_strong(owned, fresh.get())) owned = fresh.release();
    return owned->value;
  }

 private:
  struct Owned {
    const std::uint64_t process = ThisProcess();
    T value = {};
  };

  std::atomic<Owned*> current_;
};

}  // namespace lookoutvision::internal
