// PerProcess: a value that no fork shares. It locks nothing itself.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "base/process.h"

namespace lookoutvision::internal {

/// One `T` for each process that the object lives in. A child of fork begins with a new one: what it inherits
/// may be locked, or half changed, by a thread that it does not have. That is left as it is and never freed.
/// Thread-safe, without a lock; the `T` brings its own.
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
    // Where another thread of the child was faster, `owned` becomes what that one has put there.
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
