// StreamReader: reads pipes and devices, one thread at a time, and keeps what can be read only once.
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

/// Thread-safe. Two threads that read one pipe at the same time would each get a part of it: here the second
/// waits for the first, within its own limits. Nothing that a fork interrupts stays locked in the child.
class StreamReader {
 public:
  /// Reads the file at `path` to its end, after what `begun` holds of it: an earlier read that was cut short
  /// has left that there.
  using Read = std::function<FileRead(const std::string& path, const IoLimits& limits, std::string& begun)>;

  explicit StreamReader(Read read) : read_(std::move(read)) {}
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  /// Reads it now.
  FileRead ReadAnew(const std::string& path, const IoLimits& limits);
  /// Reads it now, unless an earlier read succeeded: then the content is what that one got.
  FileRead ReadOnce(const std::string& path, const IoLimits& limits);
  /// What ReadOnce() got, which lives as long as this object; null if it has not succeeded.
  const SecretString* Find(const std::string& path) const;

 private:
  class Turn;
  struct Kept {
    const std::string path;
    SecretString content;
    Kept* next = nullptr;
  };
  // A read that is in progress, or that was cut short and can be continued.
  struct Begun {
    ~Begun() { Cleanse(content); }
    bool in_progress = false;
    std::string content = {};
  };
  // Of one process; changed under its lock alone, which is not held during a read.
  struct State {
    std::mutex mutex = {};
    std::condition_variable_any changed = {};
    // By path.
    std::map<std::string, Begun> begun = {};
  };

  FileRead ReadInTurn(const std::string& path, const IoLimits& limits, bool once);
  void Keep(const std::string& path, const std::string& content);

  const Read read_;
  // Only added to, at its head: what a fork copies is whole.
  std::atomic<Kept*> kept_{nullptr};
  PerProcess<State> state_;
};

}  // namespace lookoutvision::internal
