// Counts connections, faults and requests, records requests, and waits for them.
#include "testing/journal.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace lookoutvision::testing {
namespace {

std::size_t SizeOf(const RecordedRequest& request) {
  std::size_t size =
      request.method.size() + request.target.size() + request.body.size() + request.error_message.size();
  for (const HttpHeaders::Field& field : request.headers) size += field.name.size() + field.value.size();
  return size;
}

}  // namespace

template <typename Change>
void Journal::Apply(Change change) {
  {
    const std::lock_guard lock(mutex_);
    change();
    ++changes_;
  }
  changed_.notify_all();
}

std::size_t Journal::AddConnection() {
  std::size_t number = 0;
  Apply([&] {
    number = ++counters_.connections;
    ++counters_.open_connections;
  });
  return number;
}

void Journal::RemoveConnection() {
  Apply([&] { --counters_.open_connections; });
}

void Journal::AddFault() {
  Apply([&] { ++counters_.faults; });
}

void Journal::AddRequest(RecordedRequest request) {
  Apply([&] {
    bytes_ += SizeOf(request);
    requests_.push_back(std::move(request));
    while (!requests_.empty() && (requests_.size() > max_requests_ || bytes_ > max_bytes_)) {
      bytes_ -= SizeOf(requests_.front());
      requests_.pop_front();
    }
    ++counters_.requests;
  });
}

void Journal::Reset() {
  Apply([&] {
    requests_.clear();
    bytes_ = 0;
    counters_.requests = 0;
    counters_.faults = 0;
  });
}

std::vector<RecordedRequest> Journal::requests(std::size_t max_requests) const {
  const std::lock_guard lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(max_requests, requests_.size()));
  return {requests_.end() - count, requests_.end()};
}

MockServiceCounters Journal::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

bool Journal::WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                        std::chrono::seconds watchdog) const {
  std::unique_lock lock(mutex_);
  for (;;) {
    const MockServiceCounters seen = counters_;
    const std::uint64_t changes = changes_;
    // The condition may call the service, which takes the lock.
    lock.unlock();
    if (condition(seen)) return true;
    lock.lock();
    if (!changed_.wait_for(lock, watchdog, [&] { return changes_ != changes; })) return false;
  }
}

}  // namespace lookoutvision::testing
