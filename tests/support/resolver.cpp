// Replaces getaddrinfo in tests.
#include "support/resolver.h"

#include <atomic>

#include <dlfcn.h>
#include <netdb.h>

namespace lookoutvision::test {
namespace {

std::atomic<int> look_ups_of_loopback_name{0};

}  // namespace

int LookUpsOfLoopbackName() {
  return look_ups_of_loopback_name;
}

SilentResolver& SilentResolver::Instance() {
  static auto& instance = *new SilentResolver;
  return instance;
}

void SilentResolver::LookUp() {
  std::unique_lock lock(mutex_);
  const int number = ++begun_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return number <= allowed_to_end_; });
  ++ended_;
  changed_.notify_all();
}

int SilentResolver::begun() {
  const std::lock_guard lock(mutex_);
  return begun_;
}

void SilentResolver::WaitUntilBegun(int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return begun_ >= count; });
}

void SilentResolver::EndAll() {
  std::unique_lock lock(mutex_);
  allowed_to_end_ = begun_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return ended_ == begun_; });
}

}  // namespace lookoutvision::test

// Exported, so that libcurl calls it instead of the C library's.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char* name, const char* service,
                                                                  const addrinfo* hints, addrinfo** result) {
  using namespace lookoutvision::test;
  static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  const std::string_view host = name == nullptr ? "" : name;
  // Some C libraries ask a name server for `localhost.`, so no call may depend on its response.
  if (host == kMissingName || host == "localhost.") return EAI_NONAME;
  if (host == kSilentName) {
    SilentResolver::Instance().LookUp();
    return EAI_NONAME;
  }
  if (host == kLoopbackName) {
    ++look_ups_of_loopback_name;
    return real("127.0.0.1", service, hints, result);
  }
  return real(name, service, hints, result);
}
