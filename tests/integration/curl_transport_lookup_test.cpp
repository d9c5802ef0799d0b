// Tests of name resolution in the libcurl transport, with a resolver that fails or does not respond.
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/leftovers.h"
#include "support/resolver.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::Failed;
using test::kMissingName;
using test::kSilentName;
using test::RunningCall;
using test::SilentResolver;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class CurlTransportLookUp : public ::testing::Test {
 protected:
  // The calls have returned before, so that none depends on the resolver's response.
  void TearDown() override { SilentResolver::Instance().EndAll(); }

  const int begun_before_ = SilentResolver::Instance().begun();
};

HttpRequest GetFrom(std::string_view name) {
  return {.method = "GET", .url = "https://" + std::string(name) + ":8443/"};
}

TEST_F(CurlTransportLookUp, NamesAnUnknownHost) {
  const Error error = Failed(*MakeCurlTransport(), GetFrom(kMissingName));
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_TRUE(error.unreachable);
  EXPECT_THAT(error.message, StartsWith("looking up the name missing.test failed: "));
  EXPECT_EQ(error.endpoint, "https://missing.test:8443");
}

TEST_F(CurlTransportLookUp, NamesAnUnknownProxy) {
  HttpSendOptions options = test::Watchdog();
  options.proxy = "http://user:s3cret@missing.test:3128";
  const Error error = Failed(*MakeCurlTransport(), GetFrom("service.test"), options);
  EXPECT_EQ(error.kind, ErrorKind::kTransport);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              StartsWith("looking up the name of the proxy http://missing.test:3128 failed: "));
}

TEST_F(CurlTransportLookUp, EndsAtTheConnectTimeout) {
  HttpSendOptions options = test::Watchdog();
  options.connect_timeout = std::chrono::milliseconds{50};
  const Error error = Failed(*MakeCurlTransport(), GetFrom(kSilentName), options);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message,
              StartsWith("the connect timeout of 50 ms passed while looking up the name silent.test: "));
}

TEST_F(CurlTransportLookUp, EndsAtTheAttemptTimeout) {
  const Error error =
      Failed(*MakeCurlTransport(), GetFrom(kSilentName), test::Within(std::chrono::milliseconds{50}));
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_THAT(error.message,
              StartsWith("the attempt timeout of 50 ms passed while looking up the name silent.test: "));
}

TEST_F(CurlTransportLookUp, EndsWhenItIsStopped) {
  const auto transport = MakeCurlTransport();
  RunningCall call(*transport, GetFrom(kSilentName));
  SilentResolver::Instance().WaitUntilBegun(begun_before_ + 1);
  call.Stop();
  // The resolver does not return before TearDown.
  const auto outcome = call.Join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(outcome.error().message, "cancelled while looking up the name silent.test");
}

TEST_F(CurlTransportLookUp, LeavesNoThreadOnceTheResolverReturns) {
  const std::size_t before = test::CountEntries("/proc/self/task");
  const auto transport = MakeCurlTransport();
  for (int i = 1; i <= 20; ++i) {
    RunningCall call(*transport, GetFrom(kSilentName));
    SilentResolver::Instance().WaitUntilBegun(begun_before_ + i);
    call.Stop();
    EXPECT_FALSE(call.Join());
  }
  SilentResolver::Instance().EndAll();
  while (test::CountEntries("/proc/self/task") > before) std::this_thread::yield();
}

TEST_F(CurlTransportLookUp, DoesNotAffectTheNextCall) {
  testing::MockService service(test::FixedResponse());
  const auto transport = MakeCurlTransport({.max_idle_connections = 1});
  Failed(*transport, GetFrom(kSilentName), test::Within(std::chrono::milliseconds{50}));
  EXPECT_EQ(test::ExpectResponse(*transport, test::Get(service)).status, 200);
}

}  // namespace
}  // namespace lookoutvision
