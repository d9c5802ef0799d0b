// The process and its forks; see process.h.
#include "base/process.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <new>

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lookoutvision::internal {
namespace {

// Needs no destructor, and so holds until the last static object has gone.
std::mutex no_fork;

// Before main, since a fork could come between its beginning and its end as well.
[[maybe_unused]] const int kForkHandlers =
    pthread_atfork([] { no_fork.lock(); }, [] { no_fork.unlock(); }, [] { no_fork.unlock(); });

using ProcessId = std::atomic<std::int64_t>;
static_assert(ProcessId::is_always_lock_free);

ProcessId* MapIdThatForksWipe() {
#ifdef MADV_WIPEONFORK
  void* const memory =
      mmap(nullptr, sizeof(ProcessId), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  // Emulators of a kernel accept whatever they are asked for, and do nothing.
  const bool knows_advice = madvise(memory, sizeof(ProcessId), -1) != 0;
  if (knows_advice && madvise(memory, sizeof(ProcessId), MADV_WIPEONFORK) == 0)
    return new (memory) ProcessId(0);
  munmap(memory, sizeof(ProcessId));
#endif
  return nullptr;
}

// Where the kernel can do it, the id stands in memory that is zero again in a child with memory of its own,
// however that was forked: a call needs the id twice, and asking for it is a system call. Null until it is
// set, and where the kernel cannot.
ProcessId* const kKnownId = MapIdThatForksWipe();

// libcurl's wake-up pairs for the transfer and for the look-up, what the resolver opens, sockets for IPv6 and
// IPv4, and a file of certificates.
constexpr int kDescriptorsOfACall = 8;

}  // namespace

std::int64_t ThisProcess() {
  if (kKnownId == nullptr) return getpid();
  std::int64_t id = kKnownId->load(std::memory_order_relaxed);
  if (id == 0) {
    id = getpid();
    kKnownId->store(id, std::memory_order_relaxed);
  }
  return id;
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
