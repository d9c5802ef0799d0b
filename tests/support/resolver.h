// The process's own getaddrinfo, in place of the C library's: it knows a few names of the tests' own, so that
// nobody outside is asked. Every other name is the C library's business.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace lookoutvision::test {

/// Nobody knows it.
inline constexpr std::string_view kMissingName = "missing.test";
/// Looking it up takes until SilentResolver::EndAll().
inline constexpr std::string_view kSilentName = "silent.test";
/// 127.0.0.1.
inline constexpr std::string_view kLoopbackName = "loopback.test";

/// How often kLoopbackName was looked up so far.
int LookUpsOfLoopbackName();

/// Keeps every look-up of kSilentName waiting.
class SilentResolver {
 public:
  /// Never destroyed: a look-up that nobody waits for any more may end after main.
  static SilentResolver& Instance();

  void LookUp();
  int begun();
  void WaitUntilBegun(int count);
  void EndAll();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_ = 0;
  int allowed_to_end_ = 0;
  int ended_ = 0;
};

}  // namespace lookoutvision::test
