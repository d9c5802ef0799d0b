// The process and its forks; see process.h.
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

// Needs no destructor, and so holds until the last static object has gone.
std::mutex no_fork;

constinit std::atomic<std::uint32_t> forks{0};

// Before main, since a fork could come between its beginning and its end as well.
[[maybe_unused]] const int kForkHandlers = pthread_atfork([] { no_fork.lock(); }, [] { no_fork.unlock(); },
                                                          [] {
                                                            ++forks;
                                                            no_fork.unlock();
                                                          });

using Number = std::atomic<std::uint64_t>;
static_assert(Number::is_always_lock_free);

Number* MapNumberThatForksWipe() {
#ifdef MADV_WIPEONFORK
  void* const memory =
      mmap(nullptr, sizeof(Number), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  // Emulators of a kernel accept whatever they are asked for, and do nothing.
  const bool knows_advice = madvise(memory, sizeof(Number), -1) != 0;
  if (knows_advice && madvise(memory, sizeof(Number), MADV_WIPEONFORK) == 0) return new (memory) Number(0);
  munmap(memory, sizeof(Number));
#endif
  return nullptr;
}

// Stands for the memory where the kernel has none that forks wipe.
constinit Number no_memory{0};

// Where the kernel can do it, the number is kept in memory that is zero again in a child with memory of its
// own, however that was forked: a call needs it twice, and asking for the pid is a system call. Null where
// the kernel cannot. Mapped with the first use, since the clients of a program may be made before the statics
// of this file are.
Number* KnownNumber() {
  constinit static std::atomic<Number*> known{nullptr};
  Number* number = known.load(std::memory_order_acquire);
  if (number == nullptr) {
    Number* const mapped = MapNumberThatForksWipe();
    Number* const mine = mapped != nullptr ? mapped : &no_memory;
    if (known.compare_exchange_strong(number, mine)) {
      number = mine;
    } else if (mapped != nullptr) {
      munmap(mapped, sizeof(Number));
    }
  }
  return number == &no_memory ? nullptr : number;
}

// Right for every fork, and for a child that came about otherwise in the same PID namespace.
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

// libcurl's wake-up pairs for the transfer and for the look-up, what the resolver opens, sockets for IPv6 and
// IPv4, and a file of certificates.
constexpr int kDescriptorsOfACall = 8;

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
  std::array<int, kDescriptorsOfACall> opened;
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
