// IoWait: poll() with a timeout and a stop token.
#include "base/io_wait.h"

#include <algorithm>
#include <array>

#include <poll.h>
#include <unistd.h>

namespace lookoutvision::internal {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

}  // namespace

Clock::time_point DeadlineOf(const IoOptions& options) {
  // Capped, so that the addition does not overflow.
  return Clock::now() + std::min<nanoseconds>(options.timeout, std::chrono::hours{24 * 365});
}

IoWait::IoWait(const IoOptions& options)
    : stop_token_(options.stop_token),
      deadline_(DeadlineOf(options)),
      wake_(stop_token_.stop_possible() ? OpenPipe() : Pipe{}),
      on_stop_(stop_token_, Wake{wake_.write_end.number()}) {}

void IoWait::Wake::operator()() const noexcept {
  [[maybe_unused]] const auto size = ::write(descriptor, "", 1);
}

IoWait::End IoWait::Await(std::initializer_list<int> descriptors) const {
  std::array<pollfd, 4> polled{{{wake_.read_end.number(), POLLIN, 0}}};
  nfds_t size = 1;
  for (const int descriptor : descriptors) polled.at(size++) = {descriptor, POLLIN, 0};
  while (true) {
    if (stop_token_.stop_requested()) return End::kStopped;
    const auto remaining = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
    if (remaining.count() <= 0) return End::kTimedOut;
    const auto bounded = std::min<milliseconds>(remaining, std::chrono::minutes{1});
    const int ready = ::poll(polled.data(), size, static_cast<int>(bounded.count()));
    if (ready > 0 && !stop_token_.stop_requested()) return End::kReadable;
  }
}

}  // namespace lookoutvision::internal
