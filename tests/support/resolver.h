// Replaces getaddrinfo in tests: resolves a few test names without DNS, and passes others to the C library.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace lookoutvision::test {

/// A name without an address, like `localhost.`.
inline constexpr std::string_view kMissingName = "missing.test";
/// A name whose lookup blocks until SilentResolver::EndAll().
inline constexpr std::string_view kSilentName = "silent.test";
/// A name of 127.0.0.1.
inline constexpr std::string_view kLoopbackName = "loopback.test";

/// The number of lookups of kLoopbackName so far.
int LookUpsOfLoopbackName();

/// Blocks every lookup of kSilentName.
class SilentResolver {
 public:
  /// Never destroyed, because an abandoned lookup may end after main.
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
