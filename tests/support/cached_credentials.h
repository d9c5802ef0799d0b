// The fixture of the tests of the credentials cache.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "support/credentials_fixture.h"

namespace lookoutvision::test {

inline const Error kBroken{.kind = ErrorKind::kCredentials, .message = "broken"};

// Returns the outcomes of a script, and counts the loads.
class Source : public CredentialsProvider {
 public:
  using Script = std::function<LoadResult(const LoadContext&)>;
  explicit Source(Script first) : script(std::move(first)) {}
  LoadResult Load(const LoadContext& context) override {
    ++loads;
    const int others = ++inside;
    if (others > most_inside) most_inside = others;
    struct Leave {
      std::atomic<int>& count;
      ~Leave() { --count; }
    } leave{inside};
    return script(context);
  }

  Script script;
  std::atomic<int> loads = 0;
  std::atomic<int> inside = 0;
  std::atomic<int> most_inside = 0;
};

class CachedCredentialsTest : public CredentialsFixture {
 protected:
  Credentials Until(std::chrono::system_clock::duration life, std::string id = "id") {
    return {.access_key_id = std::move(id), .secret_access_key = "s", .expiration = fake_.system_now + life};
  }
  // Sleeps for real, so that callers can wait for each other; the clocks stay the fake ones.
  std::shared_ptr<CredentialsProvider> Cached() {
    Platform platform = fake_.platform();
    platform.sleep = {};
    return MakeCachedCredentials(source_, platform);
  }

  std::shared_ptr<Source> source_ = std::make_shared<Source>([](const LoadContext&) { return kBroken; });
};

}  // namespace lookoutvision::test
