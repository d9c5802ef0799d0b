// StreamReader: reads pipes and devices, one thread at a time, and caches streams that can be read only once.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <lookoutvision/platform.h>

#include "base/per_process.h"
#include "base/secrets.h"

namespace lookoutvision::internal {

/// Thread-safe. Two threads that read a pipe at the same time would each get a part of it, so the second
/// waits for the first, within its own options. A child of fork inherits no held lock.
class StreamReader {
 public:
  /// Reads the file at `path` to its end, starting with the content in `partial`, which an interrupted read
  /// left there.
  using ReadFunction =
      std::function<FileRead(const std::string& path, const IoOptions& options, std::string& partial)>;

  explicit StreamReader(ReadFunction read) : read_(std::move(read)) {}
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  /// Reads the file. If `once`, the first success is cached, and is the result of all later calls.
  FileRead Read(const std::string& path, const IoOptions& options, bool once);
  /// The cached content, valid as long as this object; null if there is none.
  const SecretString* Find(const std::string& path) const;

 private:
  class Turn;
  struct Kept {
    const std::string path;
    SecretString content;
    Kept* next = nullptr;
  };
  // A read that is in progress, or that was interrupted and can be continued.
  struct PendingRead {
    ~PendingRead() { Cleanse(partial); }
    bool in_progress = false;
    std::string partial = {};
  };
  // Guarded by its mutex, which is not held during a read.
  struct State {
    std::mutex mutex = {};
    std::condition_variable_any changed = {};
    // By path.
    std::map<std::string, PendingRead> reads = {};
  };

  void Keep(const std::string& path, const std::string& content);

  const ReadFunction read_;
  // A list that only grows, at its head, so a fork always copies it in a consistent state.
  std::atomic<Kept*> kept_{nullptr};
  PerProcess<State> state_;
};

}  // namespace lookoutvision::internal
