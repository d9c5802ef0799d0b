// StreamReader: one thread per stream at a time, and the content of streams that were read once.
#include "base/stream_reader.h"

#include <chrono>

#include "base/io_wait.h"
#include "base/text.h"

namespace lookoutvision::internal {

// A thread's turn to read a path. Waits for the thread that has the turn, until its options end the wait.
class StreamReader::Turn {
 public:
  Turn(State& state, const std::string& path, const IoOptions& options) : state_(state), options_(options) {
    const auto deadline = DeadlineOf(options);
    std::unique_lock lock(state.mutex);
    read_ = &state.reads[path];
    const bool waits = read_->in_progress;
    taken_ =
        state.changed.wait_until(lock, options.stop_token, deadline, [this] { return !read_->in_progress; });
    if (taken_) read_->in_progress = true;
    if (waits) options_.timeout = deadline - std::chrono::steady_clock::now();
  }
  ~Turn() {
    if (!taken_) return;
    const std::lock_guard lock(state_.mutex);
    read_->in_progress = false;
    state_.changed.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool taken() const { return taken_; }
  const IoOptions& remaining_options() const { return options_; }
  std::string& partial() { return read_->partial; }

 private:
  State& state_;
  IoOptions options_;
  PendingRead* read_ = nullptr;
  bool taken_ = false;
};

StreamReader::~StreamReader() {
  for (Kept* kept = kept_.load(); kept != nullptr;) delete std::exchange(kept, kept->next);
}

FileRead StreamReader::Read(const std::string& path, const IoOptions& options, bool once) {
  Turn turn(state_.OfThisProcess(), path, options);
  if (!turn.taken()) {
    if (options.stop_token.stop_requested()) return {.problem = kStoppedByCaller};
    return {.problem = "another thread was still reading it after " + DurationText(options.timeout)};
  }
  // The thread that had the turn before may have read it.
  if (const SecretString* content = once ? Find(path) : nullptr) {
    return {.content = std::string(content->view())};
  }
  FileRead read = read_(path, turn.remaining_options(), turn.partial());
  if (once && read.content) Keep(path, *read.content);
  // Only a stream that can be read once is continued: a named pipe gets a new writer, which starts again.
  if (!once) Cleanse(turn.partial());
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
