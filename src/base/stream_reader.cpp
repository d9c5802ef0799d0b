// StreamReader: turns, and a list of what is kept; see stream_reader.h.
#include "base/stream_reader.h"

#include <chrono>

#include "base/io_wait.h"
#include "base/text.h"

namespace lookoutvision::internal {

// One thread's turn to read one path. It waits for the thread whose turn it is, within the limits.
class StreamReader::Turn {
 public:
  Turn(State& state, const std::string& path, const IoLimits& limits) : state_(state), limits_(limits) {
    const auto end = EndOf(limits);
    std::unique_lock lock(state.mutex);
    begun_ = &state.begun[path];
    const bool waits = begun_->in_progress;
    taken_ = state.changed.wait_until(lock, limits.stop_token, end, [this] { return !begun_->in_progress; });
    if (taken_) begun_->in_progress = true;
    if (waits) limits_.timeout = end - std::chrono::steady_clock::now();
  }
  ~Turn() {
    if (!taken_) return;
    const std::lock_guard lock(state_.mutex);
    begun_->in_progress = false;
    state_.changed.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool taken() const { return taken_; }
  const IoLimits& remaining_limits() const { return limits_; }
  std::string& begun() { return begun_->content; }

 private:
  State& state_;
  IoLimits limits_;
  Begun* begun_ = nullptr;
  bool taken_ = false;
};

StreamReader::~StreamReader() {
  for (Kept* kept = kept_.load(); kept != nullptr;) delete std::exchange(kept, kept->next);
}

FileRead StreamReader::ReadAnew(const std::string& path, const IoLimits& limits) {
  return ReadInTurn(path, limits, false);
}

FileRead StreamReader::ReadOnce(const std::string& path, const IoLimits& limits) {
  if (const SecretString* content = Find(path)) return {.content = std::string(content->view())};
  return ReadInTurn(path, limits, true);
}

FileRead StreamReader::ReadInTurn(const std::string& path, const IoLimits& limits, bool once) {
  Turn turn(state_.OfThisProcess(), path, limits);
  if (!turn.taken()) {
    if (limits.stop_token.stop_requested()) return {.problem = kStoppedByCaller};
    return {.problem = "another thread was still reading it after " + DurationText(limits.timeout)};
  }
  // The thread before may have read it.
  if (const SecretString* content = once ? Find(path) : nullptr) {
    return {.content = std::string(content->view())};
  }
  FileRead read = read_(path, turn.remaining_limits(), turn.begun());
  if (once && read.content) Keep(path, *read.content);
  // The part that was read is gone from a pipe that is read once, but not from one that has a new writer.
  if (!once) Cleanse(turn.begun());
  return read;
}

const SecretString* StreamReader::Find(const std::string& path) const {
  const Kept* kept = kept_.load(std::memory_order_acquire);
  while (kept != nullptr && kept->path != path) kept = kept->next;
  return kept == nullptr ? nullptr : &kept->content;
}

void StreamReader::Keep(const std::string& path, const std::string& content) {
  auto* const kept = new Kept{path, SecretString(content), kept_.load()};
  while (!kept_.compare_exchange_weak(kept->next, kept)) {
  }
}

}  // namespace lookoutvision::internal
