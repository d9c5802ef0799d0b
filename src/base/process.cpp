// The identity of the process, its forks and its file descriptors.
#include "base/process.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <new>
#include <span>
#include <system_error>

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/random.h"

namespace lookoutvision::internal {
namespace {

// Has a trivial destructor, and so outlives all static objects.
std::mutex no_fork;

constinit std::atomic<std::uint32_t> forks{0};

// Registered before main: a fork could otherwise happen between the two halves of a registration.
[[maybe_unused]] const int kForkHandlers = pthread_atfork([] { no_fork.lock(); }, [] { no_fork.unlock(); },
                                                          [] {
                                                            ++forks;
                                                            no_fork.unlock();
                                                          });

using Number = std::atomic<std::uint64_t>;
static_assert(Number::is_always_lock_free);

Number* MapWipeOnForkNumber() {
#ifdef MADV_WIPEONFORK
  void* const memory =
      mmap(nullptr, sizeof(Number), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  // Kernel emulators accept any advice, and ignore it.
  const bool knows_advice = madvise(memory, sizeof(Number), -1) != 0;
  if (knows_advice && madvise(memory, sizeof(Number), MADV_WIPEONFORK) == 0) return new (memory) Number(0);
  munmap(memory, sizeof(Number));
#endif
  return nullptr;
}

// Its address means that the kernel does not support wipe-on-fork memory.
constinit Number no_memory{0};

// The number in wipe-on-fork memory, which reads as zero in a child with its own memory, however it was
// forked. Each call reads it twice, and getpid() is a system call. Null if the kernel does not support it.
// Mapped on first use, since a program may create clients before the static objects of this file.
Number* KnownNumber() {
  constinit static std::atomic<Number*> known{nullptr};
  Number* number = known.load(std::memory_order_acquire);
  if (number == nullptr) {
    Number* const mapped = MapWipeOnForkNumber();
    Number* const mine = mapped != nullptr ? mapped : &no_memory;
    if (known.compare_exchange_strong(number, mine)) {
      number = mine;
    } else if (mapped != nullptr) {
      munmap(mapped, sizeof(Number));
    }
  }
  return number == &no_memory ? nullptr : number;
}

// Unique after fork(), and for children created otherwise in the same PID namespace.
std::uint64_t ForksAndPid() {
  return std::uint64_t{forks.load(std::memory_order_relaxed)} << 32 | static_cast<std::uint32_t>(getpid());
}

// Never zero.
std::uint64_t DrawNumber() {
  std::array<std::uint64_t, 1> number{};
  try {
    SystemRandomBytes(std::as_writable_bytes(std::span(number)));
  } catch (const std::system_error&) {
    return ForksAndPid();
  }
  return number[0] | 1;
}

// libcurl's wake-up pairs for the transfer and for the look-up, the descriptors of the resolver, sockets for
// IPv6 and IPv4, and a certificate file.
constexpr int kDescriptorsPerCall = 8;

}  // namespace

std::uint64_t ThisProcess() {
  Number* const known = KnownNumber();
  if (known == nullptr) return ForksAndPid();
  std::uint64_t number = known->load(std::memory_order_relaxed);
  if (number != 0) return number;
  const std::uint64_t drawn = DrawNumber();
  // Another thread of the process may have been faster.
  return known->compare_exchange_strong(number, drawn, std::memory_order_relaxed) ? drawn : number;
}

int OpenSocket(int family, int type, int protocol) {
#ifdef SOCK_CLOEXEC
  return socket(family, type | SOCK_CLOEXEC, protocol);
#else
  const int opened = socket(family, type, protocol);
  if (opened >= 0) fcntl(opened, F_SETFD, FD_CLOEXEC);
  return opened;
#endif
}

int DescriptorShortage() {
  std::array<int, kDescriptorsPerCall> opened;
  opened.fill(-1);
  int error = 0;
  for (int& descriptor : opened) {
    descriptor = OpenSocket(AF_UNIX, SOCK_STREAM, 0);
    if (descriptor < 0) {
      error = errno;
      break;
    }
  }
  for (const int descriptor : opened) {
    if (descriptor >= 0) close(descriptor);
  }
  return error == EMFILE || error == ENFILE ? error : 0;
}

void WithoutFork(const std::function<void()>& work) {
  const std::lock_guard lock(no_fork);
  work();
}

}  // namespace lookoutvision::internal
