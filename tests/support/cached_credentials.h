// CachedCredentialsTest: the credentials cache with a scripted source.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "support/credentials_fixture.h"

namespace lookoutvision::test {

inline const Error kLoadFailed{.kind = ErrorKind::kCredentials, .message = "broken"};

/// Returns the outcomes of a script, and counts the loads.
class Source : public CredentialsProvider {
 public:
  using Script = std::function<LoadResult(const LoadContext&)>;
  explicit Source(Script first) : script(std::move(first)) {}
  LoadResult Load(const LoadContext& context) override {
    ++loads;
    const int running = ++concurrent_loads;
    if (running > max_concurrent_loads) max_concurrent_loads = running;
    struct Leave {
      std::atomic<int>& count;
      ~Leave() { --count; }
    } leave{concurrent_loads};
    return script(context);
  }

  Script script;
  std::atomic<int> loads = 0;
  std::atomic<int> concurrent_loads = 0;
  std::atomic<int> max_concurrent_loads = 0;
};

class CachedCredentialsTest : public CredentialsFixture {
 protected:
  Credentials Until(std::chrono::system_clock::duration life, std::string id = "id") {
    return {.access_key_id = std::move(id), .secret_access_key = "s", .expiration = fake_.system_now + life};
  }
  /// With the real sleep, so that callers can wait for each other; the clocks are fake.
  std::shared_ptr<CredentialsProvider> Cached() {
    Platform platform = fake_.platform();
    platform.sleep = {};
    return MakeCachedCredentials(source_, platform);
  }

  std::shared_ptr<Source> source_ = std::make_shared<Source>([](const LoadContext&) { return kLoadFailed; });
};

}  // namespace lookoutvision::test
