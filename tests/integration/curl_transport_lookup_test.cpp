// The libcurl transport while a name is looked up. The process's own getaddrinfo stands in for a resolver
// that is slow, or knows nothing, so that nobody outside is asked.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::Failed;
using test::RunningCall;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kMissingName = "missing.test";
constexpr std::string_view kSilentName = "silent.test";

// Keeps every look-up of kSilentName waiting.
class SilentResolver {
 public:
  // Never destroyed: a look-up that nobody waits for any more may end after main.
  static SilentResolver& Instance() {
    static auto& instance = *new SilentResolver;
    return instance;
  }

  void LookUp() {
    std::unique_lock lock(mutex_);
    const int number = ++begun_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return number <= allowed_to_end_; });
    ++ended_;
    changed_.notify_all();
  }

  int begun() {
    const std::lock_guard lock(mutex_);
    return begun_;
  }
  void WaitUntilBegun(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_ >= count; });
  }
  void EndAll() {
    std::unique_lock lock(mutex_);
    allowed_to_end_ = begun_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return ended_ == begun_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_ = 0;
  int allowed_to_end_ = 0;
  int ended_ = 0;
};

class CurlTransportLookUp : public ::testing::Test {
 protected:
  // Only after each call has returned: the calls may not need the resolver's answer.
  void TearDown() override { SilentResolver::Instance().EndAll(); }

  const int begun_before_ = SilentResolver::Instance().begun();
};

HttpRequest GetFrom(std::string_view name) {
  return {.method = "GET", .url = "https://" + std::string(name) + ":8443/"};
}

TEST_F(CurlTransportLookUp, NamesTheNameThatNobodyKnows) {
  const Error error = Failed(*CurlTransport(), GetFrom(kMissingName));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message, StartsWith("looking up the name missing.test failed: "));
  EXPECT_EQ(error.endpoint, "https://missing.test:8443");
}

TEST_F(CurlTransportLookUp, NamesAProxyThatNobodyKnows) {
  HttpLimits limits = test::Watchdog();
  limits.proxy = "http://user:s3cret@missing.test:3128";
  const Error error = Failed(*CurlTransport(), GetFrom("service.test"), limits);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              StartsWith("looking up the name of the proxy http://missing.test:3128 failed: "));
}

TEST_F(CurlTransportLookUp, EndsAtTheConnectLimit) {
  HttpLimits limits = test::Watchdog();
  limits.connect_timeout = std::chrono::milliseconds{50};
  const Error error = Failed(*CurlTransport(), GetFrom(kSilentName), limits);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              StartsWith("the connect limit of 50 ms passed while looking up the name silent.test: "));
}

TEST_F(CurlTransportLookUp, EndsAtTheLimitOfTheAttempt) {
  const Error error =
      Failed(*CurlTransport(), GetFrom(kSilentName), test::Within(std::chrono::milliseconds{50}));
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_THAT(
      error.message,
      StartsWith("the limit of 50 ms for one attempt passed while looking up the name silent.test: "));
}

TEST_F(CurlTransportLookUp, EndsWhenItIsStopped) {
  const auto transport = CurlTransport();
  RunningCall call(*transport, GetFrom(kSilentName));
  SilentResolver::Instance().WaitUntilBegun(begun_before_ + 1);
  call.Stop();
  // The resolver is still silent: it speaks in TearDown only.
  const auto outcome = call.Join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(outcome.error().message, "cancelled while looking up the name silent.test");
}

TEST_F(CurlTransportLookUp, LeavesTheTransportFitForTheNextCall) {
  testing::MockService service(test::AnswersAll());
  const auto transport = CurlTransport({.max_idle_handles = 1});
  Failed(*transport, GetFrom(kSilentName), test::Within(std::chrono::milliseconds{50}));
  EXPECT_EQ(test::Answered(*transport, test::Get(service)).status, 200);
}

}  // namespace
}  // namespace lookoutvision

// Takes the place of the C library's own for the whole program, libcurl included.
// Visible, or libcurl would not find it before the C library's own.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char* name, const char* service,
                                                                  const addrinfo* hints, addrinfo** result) {
  const std::string_view asked = name == nullptr ? "" : name;
  if (asked == lookoutvision::kMissingName) return EAI_NONAME;
  if (asked == lookoutvision::kSilentName) {
    lookoutvision::SilentResolver::Instance().LookUp();
    return EAI_NONAME;
  }
  static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(name, service, hints, result);
}
